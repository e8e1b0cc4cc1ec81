import type { JsonObject, Reply } from '../http';
import type { ResolvedOptions } from '../types';
import type { UpsunContext, UpsunUser } from './store';

type RuleContext = Pick<UpsunContext, 'options' | 'store'>;

export const bodyFields = [
	'username',
	'first_name',
	'last_name',
	'picture',
	'company',
	'website',
	'country',
] as const;

/** The errors of a PATCH body by field; nothing in the specification is nullable, unknown keys are ignored. */
export function checkFields(
	body: JsonObject,
	user: UpsunUser,
	context: RuleContext,
): FieldMessages {
	const errors: FieldMessages = {};
	for (const field of bodyFields) {
		const value = body[field];
		if (value === undefined) continue;
		const message =
			typeof value === 'string'
				? checkField(field, value, user, context)
				: 'This value should be of type string.';
		if (message !== undefined) errors[field] = [message];
	}
	return errors;
}

/** The part of a body that a user can be changed with. */
export function fieldsOf(body: JsonObject): Partial<UpsunUser> {
	return Object.fromEntries(
		bodyFields.filter((field) => body[field] !== undefined).map((field) => [field, body[field]]),
	);
}

function checkField(
	field: (typeof bodyFields)[number],
	value: string,
	user: UpsunUser,
	context: RuleContext,
): string | undefined {
	switch (field) {
		case 'picture':
		case 'website':
			return isUri(value) ? undefined : 'This value is not a valid URI.';
		case 'country':
			// Membership in ISO 3166-1 is not checked: the specification's own example is "EU".
			return /^[A-Za-z]{2}$/.test(value)
				? undefined
				: 'This value should be a 2-letter country code.';
		case 'username':
			return checkUsername(value, user, context);
		default:
			return undefined;
	}
}

/** Unique within the namespace (specification); no e-mail address (the CLI's pull request 636). */
function checkUsername(
	value: string,
	user: UpsunUser,
	{ options, store }: RuleContext,
): string | undefined {
	if (value === '') return 'This value should not be blank.';
	if (value.includes('@')) return 'A username cannot look like an email address.';
	const holder = store.byUsername(value);
	return options.refuseTwins && holder && holder.id !== user.id
		? 'This username is already taken.'
		: undefined;
}

/** `format: uri`: absolute, with a scheme. */
function isUri(value: string): boolean {
	return /^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(value) && URL.canParse(value);
}

const titles: Record<number, string> = {
	400: 'Bad Request',
	403: 'Forbidden',
	404: 'Not Found',
	409: 'Conflict',
	500: 'Internal Server Error',
};

export type FieldMessages = Record<string, string[]>;

/**
 * An error in one of the two documented shapes: `{error}` of the current specification, or the older
 * `{status, message, code, detail, title}`, which names the fields.
 */
export function upsunError(
	options: ResolvedOptions,
	code: number,
	message: string,
	detail: FieldMessages = {},
): Reply {
	if (options.upsunErrors === 'error') return { status: code, body: { error: message } };
	const status = code === 400 ? 'Invalid input' : titles[code];
	return { status: code, body: { status, message, code, detail, title: titles[code] } };
}

/** Most operations on people declare their errors as problem+json (specification); the longer shape is in a test of the CLI. */
export function problem(options: ResolvedOptions, status: number, message: string): Reply {
	const body =
		options.upsunErrors === 'error'
			? { error: message }
			: { status, title: titles[status], detail: message };
	return { status, body, contentType: 'application/problem+json' };
}

/** A 400 for fields; the short shape can only name the first one in its sentence. */
export function invalidFields(options: ResolvedOptions, fields: FieldMessages): Reply {
	const [[field, messages]] = Object.entries(fields);
	const message =
		options.upsunErrors === 'error' ? `Invalid ${field}: ${messages[0]}` : messages[0];
	return upsunError(options, 400, message, fields);
}

/** 404 on users has no body schema (specification). */
export const notFound: Reply = { status: 404 };
