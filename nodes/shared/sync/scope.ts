import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { Failure } from '../errors';
import { isBlank, parseBoolean, parseIdentity, parseNamed, WrongValue } from '../form/parse';
import { parseLocator } from '../form/resourceLocator';
import { isRecord } from '../objects';
import { shown } from '../shown';

/** The condition on addresses, see `parseEmailEnd`. */
export const EMAIL_ENDS_WITH: INodeProperties = {
	displayName: 'Email Ends With',
	name: 'emailEndsWith',
	type: 'string',
	default: '',
	placeholder: 'e.g. @example.com',
	description:
		'Only users whose email address ends with this text, ignoring case. Start with @, or with a dot to include subdomains.',
};

/** The condition that all users of a place meet. */
export const everyUser = (description: string): INodeProperties => ({
	displayName: 'Every User',
	name: 'everyUser',
	type: 'boolean',
	default: true,
	description,
});

/** The end of email addresses: every address ends with nothing, and a bare domain is the end of others as well. */
export function parseEmailEnd(value: unknown): string {
	const end = parseIdentity(value);
	if (/^(?:\.|[^\s<>;,]*@)[^\s<>;,]*$/.test(end)) return end;
	throw new WrongValue(
		`is ${shown(end)}: it has to begin with @, like @example.com, because example.com would also match somebody@my-example.com`,
	);
}

/** Whether a text ends so, ignoring case. */
export const endsWith = (text: string, end: string) =>
	text.toLowerCase().endsWith(end.toLowerCase());

/**
 * The conditions of a scope as they were entered.
 * @throws Failure for a condition that would widen the scope, because its expression gave nothing
 */
export function parseConditions(
	value: unknown,
	conditions: ReadonlyArray<Pick<INodeProperties, 'name' | 'displayName'>>,
): IDataObject {
	const set = value ?? {};
	if (!isRecord(set)) throw new WrongValue('has to be an object of conditions and values');
	for (const { name, displayName } of conditions) {
		if (!(name in set) || !isBlank(parseLocator(set[name]).value)) continue;
		throw new Failure(
			`The condition '${displayName}' is blank: enter a value, or remove it from 'Scope'`,
		);
	}
	return set;
}

/**
 * @param isLimited whether there is any condition
 * @param ways by what a scope can be limited, for a sentence
 * @throws WrongValue when there is none, and nobody said that all users are meant
 */
export function checkScope(
	{ everyUser: entered = false }: IDataObject,
	isLimited: boolean,
	ways: string,
): void {
	const isEverybody = parseNamed("The condition 'Every User'", () => parseBoolean(entered));
	if (isEverybody || isLimited) return;
	throw new WrongValue(
		`is empty: say which users the list covers, by ${ways}, or turn on 'Every User'. The leavers are the users in the scope who are not in the list`,
	);
}
