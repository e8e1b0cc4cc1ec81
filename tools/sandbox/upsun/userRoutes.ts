import { asShown, asWritten, withoutOmitted } from '../doubts';
import type { Place } from '../doubts';
import { isObject, jsonBody } from '../http';
import type { Reply, Request } from '../http';
import type { Doubts } from '../options';
import type { ResolvedOptions } from '../types';
import { checkFields, fieldsOf, invalidFields, notFound, upsunError } from './rules';
import { ME } from './store';
import type { UpsunContext, UpsunStore, UpsunUser } from './store';

/** GET /users/me, /users/{uuid}, /users/email={email}, /users/username={username} */
export function getUser(key: string, { store, options, readChanges }: UpsunContext): Reply {
	if (key.startsWith('email=') && options.emailLookups === 'forbidden') {
		return upsunError(options, 403, 'You may not look up users by email address.');
	}
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

/** A user as an answer shows it, with every doubt about answers; direct access shows the truth. */
export function showUser(user: UpsunUser, place: Place, options: ResolvedOptions): object {
	const shown = { ...user, id: idIn('user', user.id, options) };
	return withoutOmitted(asShown(shown, options), place, options);
}

/** An id as an answer of this kind writes it. */
export function idIn(kind: 'user' | 'member' | 'reference', id: string, doubts: Doubts): string {
	return doubts.upperCaseIds.includes(kind) ? id.toUpperCase() : id;
}
