import { asShown, asWritten, withoutOmitted } from '../doubts';
import type { Place } from '../doubts';
import { isObject, jsonBody } from '../http';
import type { JsonObject, Reply, Request } from '../http';
import type { ResolvedOptions } from '../types';
import { idIn } from './organizations';
import { ME } from './store';
import type { UpsunContext, UpsunStore, UpsunUser } from './store';

/** GET /users/me, /users/{uuid}, /users/email={email}, /users/username={username} */
export function getUser(key: string, { store, options, readChanges }: UpsunContext): Reply {
	const user = findUser(key, store);
	if (!user) return notFound;
	const reply = { status: 200, body: showUser(user, 'read', options) };
	for (const set of readChanges.take(user)) store.put({ ...set, id: user.id });
	return reply;
}

/** PATCH /users/{user_id}; a form with `me` is in no specification. */
export function updateUser(request: Request, id: string, context: UpsunContext): Reply {
	return asOwner(id, context, (found) => {
		const { options, store, agenda } = context;
		options.onBeforeWrite?.(found.id);
		const user = store.byId(found.id) ?? found;
		const sent = jsonBody(request);
		if (!isObject(sent)) return upsunError(options, 400, 'The body is not a JSON object.');
		const body = asWritten(sent, options);
		const errors = checkFields(body, user, context);
		if (Object.keys(errors).length > 0) return invalidFields(options, errors);
		const updated_at = new Date(options.now()).toISOString().replace(/\.\d+Z$/, 'Z');
		const changes = { ...fieldsOf(body), updated_at };
		const apply = () => void store.put({ id: user.id, ...changes });
		if (options.updateDelayMs > 0) agenda.at(options.now() + options.updateDelayMs, apply);
		else apply();
		const answered = options.staleAnswers ? user : { ...user, ...changes };
		return { status: 200, body: showUser(answered, 'write', options) };
	});
}

/** POST /users/{user_id}/emailaddress: a mail to the new address; it changes only when confirmed there. */
export function changeEmail(request: Request, id: string, context: UpsunContext): Reply {
	return asOwner(id, context, (user) => {
		const { options, store, mails } = context;
		const body = jsonBody(request);
		const to = isObject(body) ? body.email_address : undefined;
		if (to === undefined) {
			return invalidFields(options, { email_address: ['This field is required.'] });
		}
		if (typeof to !== 'string' || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(to)) {
			return invalidFields(options, {
				email_address: ['This value is not a valid email address.'],
			});
		}
		const holder = store.byEmail(to);
		if (holder && holder.id !== user.id) {
			return upsunError(options, 409, 'This email address is already in use.');
		}
		mails.push({ kind: 'emailaddress', userId: user.id, to });
		return { status: 204 };
	});
}

/** POST /users/{user_id}/resetpassword: an email with a link. */
export function resetPassword(id: string, context: UpsunContext): Reply {
	return asOwner(id, context, (user) => {
		context.mails.push({ kind: 'resetpassword', userId: user.id, to: user.email });
		return { status: 204 };
	});
}

/**
 * Whom a token may change is not documented; itself only is what the pages suggest, and what the sandbox does
 * unless it is told `upsunAdmin`.
 */
export function asOwner(
	id: string,
	{ options, store }: UpsunContext,
	answer: (user: UpsunUser) => Reply,
): Reply {
	if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return notFound;
	if (id.toLowerCase() !== ME && !options.upsunAdmin) {
		return upsunError(options, 403, 'You do not have access to this user.');
	}
	const user = store.byId(id);
	return user ? answer(user) : notFound;
}

function findUser(key: string, store: UpsunStore): UpsunUser | undefined {
	if (key === 'me') return store.byId(ME);
	const [, by, value] = /^(email|username)=(.*)$/s.exec(key) ?? [];
	if (by === 'email') return store.byEmail(value);
	return by === 'username' ? store.byUsername(value) : store.byId(key);
}

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

/** A user as an answer shows it, with every doubt about answers; direct access shows the truth. */
export function showUser(user: UpsunUser, place: Place, options: ResolvedOptions): object {
	const shown = { ...user, id: idIn('user', user.id, options) };
	return withoutOmitted(asShown(shown, options), place, options);
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

/** The organization operations declare their errors as problem+json (specification). */
export function problem(options: ResolvedOptions, code: number, message: string): Reply {
	return { ...upsunError(options, code, message), contentType: 'application/problem+json' };
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
