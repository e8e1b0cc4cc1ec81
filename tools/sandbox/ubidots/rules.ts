import { isObject } from '../http';
import type { JsonObject, Reply } from '../http';
import type { Doubts } from '../options';
import type { Catalog } from './catalog';
import type { PutUser, UserFields, UserRecord } from './model';
import type { UserStore } from './store';

export interface RuleContext {
	options: Doubts;
	store: UserStore;
	catalog: Catalog;
	/** Who is being changed; undefined for a new user or an unknown id. */
	user?: UserRecord;
}

type Rule = (value: unknown, context: RuleContext) => string | undefined;

const NOT_A_STRING = 'Not a valid string.';
const MAX_TAGS = 20;
const MAX_TAG_LENGTH = 50;
const CONTACT_TYPES = ['email', 'voice', 'telegram', 'sms'];

/** One rule per body parameter of the update pages; the messages are the sandbox's, the pages elide them. */
const rules: Record<keyof UserFields, Rule> = {
	username: (value, context) => filled(value) ?? usernameRule(value as string, context),
	password: (value) => filled(value),
	firstName: (value) => text(value),
	lastName: (value) => text(value),
	email: (value, context) => filled(value) ?? emailRule(value as string, context),
	defaultOrganization: orNull((value, { catalog }) =>
		known('organization', catalog.organization, value),
	),
	defaultRole: orNull((value, { catalog }) => known('role', catalog.role, value)),
	defaultDashboard: orNull((value, { catalog }) => known('dashboard', catalog.dashboard, value)),
	language: orNull(text),
	website: text,
	timezone: orNull(text),
	decimalPlaces: orNull((value) =>
		Number.isInteger(value) ? undefined : 'A valid integer is required.',
	),
	numberFormat: orNull(text),
	isActive: (value) => (typeof value === 'boolean' ? undefined : 'Must be a valid boolean.'),
	tags: tagsRule,
	contactMethods: contactMethodsRule,
	properties: (value) => (isObject(value) ? undefined : 'Expected an object.'),
};

export const bodyFields = Object.keys(rules) as Array<keyof UserFields>;

/** The errors of a body by field; unknown keys are nobody's business. */
export function checkFields(body: JsonObject, context: RuleContext): FieldErrors {
	const errors: FieldErrors = {};
	for (const key of Object.keys(body)) {
		if (!Object.hasOwn(rules, key)) continue;
		const value = body[key];
		const message =
			value === undefined ? undefined : rules[key as keyof UserFields](value, context);
		if (message !== undefined) errors[key] = [message];
	}
	return errors;
}

/** The part of a body that a user can be changed with. */
export function fieldsOf(body: JsonObject): Partial<UserFields> {
	return Object.fromEntries(
		bodyFields.filter((key) => Object.hasOwn(body, key)).map((key) => [key, body[key]]),
	);
}

function orNull(rule: Rule): Rule {
	return (value, context) => (value === null ? undefined : rule(value, context));
}

function text(value: unknown): string | undefined {
	if (value === null) return 'This field may not be null.';
	return typeof value === 'string' ? undefined : NOT_A_STRING;
}

function filled(value: unknown): string | undefined {
	return text(value) ?? (value === '' ? 'This field may not be blank.' : undefined);
}

/** "Only alphanumeric characters, dash or hyphen. On owners the prefix testing is not allowed." */
function usernameRule(username: string, context: RuleContext): string | undefined {
	const allowed = context.options.strictUsernames ? /^[A-Za-z0-9_-]+$/ : /^[\w .@+-]+$/;
	if (!allowed.test(username)) {
		return 'Only alphanumeric characters, dash or hyphen are allowed.';
	}
	if (context.user?.isOwner && username.toLowerCase().startsWith('testing')) {
		return 'The prefix testing is not allowed on owners.';
	}
	return isTaken('username', username, context)
		? 'A user with that username already exists.'
		: undefined;
}

/** Uniqueness is not on the pages; a public application relies on it. */
function emailRule(email: string, context: RuleContext): string | undefined {
	if (!/^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(email)) return 'Enter a valid email address.';
	return isTaken('email', email, context) ? 'A user with that email already exists.' : undefined;
}

/** Whether somebody else holds the name or address, and that matters. */
export function isTaken(
	field: 'username' | 'email',
	value: string,
	{ options, store, user }: Omit<RuleContext, 'catalog'>,
): boolean {
	const holders = field === 'email' ? store.withEmail(value) : store.withUsername(value);
	return options.refuseTwins && holders.some((holder) => holder !== user);
}

function known(kind: string, find: (key: string) => unknown, value: unknown): string | undefined {
	if (typeof value !== 'string') return NOT_A_STRING;
	return find(value) ? undefined : `There is no ${kind} "${value}".`;
}

/** "default=[], max_length=20 (tags max limit), max_length=50 (tags max length)" */
function tagsRule(value: unknown): string | undefined {
	if (!Array.isArray(value)) return 'Expected a list of items.';
	if (!value.every((tag) => typeof tag === 'string')) return NOT_A_STRING;
	if (value.length > MAX_TAGS) return `Ensure this field has no more than ${MAX_TAGS} elements.`;
	// Code points, as Python counts.
	return value.some((tag: string) => [...tag].length > MAX_TAG_LENGTH)
		? `Ensure that no tag has more than ${MAX_TAG_LENGTH} characters.`
		: undefined;
}

/** The user object page: items of `type` and `values`. */
function contactMethodsRule(value: unknown): string | undefined {
	if (!Array.isArray(value)) return 'Expected a list of items.';
	for (const item of value as unknown[]) {
		if (!isObject(item)) return 'Every item must be an object with type and values.';
		const message = contactMethodRule(item);
		if (message !== undefined) return message;
	}
	return undefined;
}

function contactMethodRule({ type, values, properties }: JsonObject): string | undefined {
	if (typeof type !== 'string' || !CONTACT_TYPES.includes(type)) {
		return `"${String(type)}" is not a valid choice of type.`;
	}
	if (!Array.isArray(values) || !values.every((one) => typeof one === 'string')) {
		return 'values must be a list of strings.';
	}
	return properties === undefined || isObject(properties)
		? undefined
		: 'properties must be an object.';
}

/** Writes a checked body into a user. */
export function changeUser(
	store: UserStore,
	user: UserRecord,
	body: JsonObject,
	now: number,
): void {
	store.assign(user, changesOf(user, body, now));
}

/** What a checked body changes in a user. */
export function changesOf(user: UserRecord, body: JsonObject, now: number): PutUser {
	const fields = fieldsOf(body);
	const properties = {
		...user.properties,
		// Whether PATCH merges or replaces properties is not documented; merging keeps the system's own keys.
		...fields.properties,
		// The user object page: epoch milliseconds of the last password change.
		...(fields.password === undefined ? {} : { password_update_timestamp: now }),
	};
	return { ...fields, properties };
}

export type FieldErrors = Record<string, string[]>;

/** Both pages: `{"code":400001,"message":"Validation Error.","detail":{...}}`; the detail's content is elided there. */
export function validationError(detail: FieldErrors | FieldErrors[]): Reply {
	return { status: 400, body: { code: 400001, message: 'Validation Error.', detail } };
}

/** An error of the whole body rather than of one field, under the name that Django REST framework gives it. */
export function bodyError(message: string): Reply {
	return validationError({ non_field_errors: [message] });
}

/** The 401 of both pages, to the letter. */
export const notAuthenticated = plainError(
	401,
	401001,
	'Authentication credentials were not provided.',
);

/** Neither status nor body for a wrong or expired token is documented; v1.6 lists 403 for a bad token. */
export const invalidToken = plainError(401, 401001, 'The token is invalid or has expired.');

/** The code is known from a public application only; the words are the sandbox's. */
export const notFound = plainError(404, 404001, 'Not found.');

/** The bulk page: no code, no message. The status is not on it; the likely framework answers 400. */
export const missingBulkHeader: Reply = {
	status: 400,
	body: { detail: 'Header `X-BULK-OPERATION` should be provided for bulk operation.' },
};

/** An error whose detail is its message: the shape of the documented 401. */
export function plainError(
	status: number,
	code: number,
	message: string,
	headers?: Record<string, string>,
): Reply {
	return { status, headers, body: { code, message, detail: message } };
}
