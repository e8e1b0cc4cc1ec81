import type { UserContext } from './context';
import { asWritten } from '../doubts/normalisations';
import type { Place } from '../doubts/omittedFields';
import { jsonBody } from '../http';
import { isObject } from '../json';
import type { Reply, Request } from '../http';
import type { JsonObject } from '../json';
import { changeUser, changesOf } from './change';
import { bodyError, notFound, validationError } from './errors';
import { answerList, select } from './lists';
import type { UserRecord } from './model';
import { checkFields } from './rules';
import { showUser } from './show';
import { userList } from './userList';

/** GET /users/ */
export function listUsers(request: Request, context: UserContext): Reply {
	const list = userList(context);
	const read: UserRecord[] = [];
	const present = (user: UserRecord) => {
		read.push(user);
		return list.present(user);
	};
	const reply = answerList(request, { ...list, present }, context.options, context.apiUrl);
	for (const user of read) changeAfterRead(user, context);
	return reply;
}

/** GET /users/<user_key> */
export function getUser(request: Request, key: string, context: UserContext): Reply {
	return withUser(key, context, (user) => {
		const reply = shown(request, user, 'read', context);
		changeAfterRead(user, context);
		return reply;
	});
}

/** PATCH /users/<user_key>: partial, as the page's own example is, whatever its "required" column says. */
export function updateUser(request: Request, key: string, context: UserContext): Reply {
	return withUser(key, context, (user) => {
		const sent = jsonBody(request);
		if (!isObject(sent)) return bodyError('Expected an object.');
		const body = asWritten(sent, context.options);
		context.options.onBeforeWrite?.(user.id);
		const refused = refusal(body, context, user);
		if (refused) return refused;
		const before = { ...user };
		const after = { ...before, ...write(user, body, context) };
		return shown(request, context.options.staleAnswers ? before : after, 'write', context);
	});
}

/** POST /users/: username, email and password are required. */
export function createUser(request: Request, context: UserContext): Reply {
	const sent = jsonBody(request);
	if (!isObject(sent)) return bodyError('Expected an object.');
	const body = asWritten(sent, context.options);
	const required = ['username', 'email', 'password'].filter((field) => body[field] === undefined);
	if (required.length > 0) {
		return validationError(
			Object.fromEntries(required.map((field) => [field, ['This field is required.']])),
		);
	}
	const refused = refusal(body, context);
	if (refused) return refused;
	const user = context.store.insert({});
	changeUser(context.store, user, body, context.options.now());
	// The page does not state the status.
	return { ...shown(request, user, 'write', context), status: 201 };
}

/** DELETE /users/<user_key> */
export function deleteUser(key: string, context: UserContext): Reply {
	return withUser(key, context, (user) => {
		context.store.remove(user);
		return { status: 204 };
	});
}

/** Answers for the user of this key, or 404. */
export function withUser(
	key: string,
	{ store }: UserContext,
	answer: (user: UserRecord) => Reply,
): Reply {
	const user = store.byKey(key);
	return user ? answer(user) : notFound;
}

function refusal(body: JsonObject, context: UserContext, user?: UserRecord): Reply | undefined {
	const errors = checkFields(body, { ...context, user });
	return Object.keys(errors).length > 0 ? validationError(errors) : undefined;
}

/** Changes a user now or later, and says how it is changed. */
function write(user: UserRecord, body: JsonObject, { store, options, agenda }: UserContext) {
	const changes = store.resolve(changesOf(user, body, options.now()));
	const apply = () => {
		if (store.byId(user.id) === user) store.assign(user, changes);
	};
	if (options.updateDelayMs > 0) agenda.at(options.now() + options.updateDelayMs, apply);
	else apply();
	return changes;
}

function changeAfterRead(user: UserRecord, { store, readChanges }: UserContext): void {
	for (const set of readChanges.take(user)) store.assign(user, set);
}

function shown(request: Request, user: UserRecord, place: Place, context: UserContext): Reply {
	const body = select(showUser(user, place, context), request.query.get('fields'), []);
	return { status: 200, body };
}
