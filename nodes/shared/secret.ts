import { Failure } from './failure';

/**
 * A secret as it was entered into a credential, without white space that was copied along.
 * @throws Failure when there is none: a request with an empty token would only be refused
 */
export function enteredSecret(value: unknown, title: string): string {
	const secret = typeof value === 'string' ? value.trim() : '';
	if (secret !== '') return secret;
	throw new Failure(`'${title}' in the credential is empty: enter it`, { kind: 'api' });
}
