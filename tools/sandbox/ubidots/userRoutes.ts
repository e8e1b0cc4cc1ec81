import { asWritten } from '../doubts';
import type { Place } from '../doubts';
import { isObject, jsonBody } from '../http';
import type { JsonObject, Reply, Request } from '../http';
import type { Catalog } from './catalog';
import { answerList, select, userList } from './lists';
import type { Membership, UserContext, UserRecord } from './model';
import { organizationsOf, showUser } from './present';
import {
	bodyError,
	changesOf,
	changeUser,
	checkFields,
	notFound,
	plainError,
	validationError,
} from './rules';
import type { FieldErrors } from './rules';

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
	const { ignoredOnCreation, now } = context.options;
	const taken = Object.entries(body).filter(([field]) => !ignoredOnCreation.includes(field));
	changeUser(context.store, user, Object.fromEntries(taken), now());
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

/** POST /users/<user_key>/_/assign_organizations/ with `[{label, role, invitation?}]`; an earlier role is replaced. */
export function assignOrganizations(request: Request, key: string, context: UserContext): Reply {
	return withUser(key, context, (user) => {
		const rows = membershipsIn(request, context.catalog);
		if (!Array.isArray(rows)) return rows;
		const labels = new Set(rows.map(({ label }) => label));
		const kept = user.memberships.filter(({ label }) => !labels.has(label));
		context.store.assign(user, { memberships: [...kept, ...rows] });
		// The page shows a list envelope; that it holds the assigned ones only is an assumption.
		return answerOrganizations(user, context, (label) => labels.has(label));
	});
}

/**
 * POST /users/<user_key>/_/remove_organizations/ with `[{label, role}]`: in no documentation, and known from one public application,
 * which takes any 2xx for a success. An organization that the user is not in is none to refuse.
 */
export function removeOrganizations(request: Request, key: string, context: UserContext): Reply {
	return withUser(key, context, (user) => {
		const rows = membershipsIn(request, context.catalog);
		if (!Array.isArray(rows)) return rows;
		const { keepsLastOrganization, removalWantsRole, removalStatus } = context.options;
		const roles = new Map(rows.map(({ label, role }) => [label, role]));
		const isWrong = ({ label, role }: Membership) => (roles.get(label) ?? role) !== role;
		if (removalWantsRole && user.memberships.some(isWrong)) {
			return plainError(400, 400001, 'The user has another role in the organization.');
		}
		const kept = user.memberships.filter(({ label }) => !roles.has(label));
		if (keepsLastOrganization && kept.length === 0) {
			return plainError(400, 400001, 'A user needs an organization.');
		}
		context.store.assign(user, { memberships: kept });
		return removalStatus === 204 ? { status: 204 } : answerOrganizations(user, context);
	});
}

function answerOrganizations(
	user: UserRecord,
	{ catalog, options }: UserContext,
	isShown: (label: string) => boolean = () => true,
): Reply {
	const results = organizationsOf(user, catalog, options).filter(({ label }) => isShown(label));
	return { status: 200, body: { count: results.length, next: null, previous: null, results } };
}

/** The rows of a body, or what it is refused with. */
function membershipsIn(request: Request, catalog: Catalog): Membership[] | Reply {
	const rows = jsonBody(request);
	if (!Array.isArray(rows)) return bodyError('Expected a list of items.');
	const errors = (rows as unknown[]).map((row) => checkRow(row, catalog));
	if (errors.some((row) => Object.keys(row).length > 0)) return validationError(errors);
	return (rows as Membership[]).map(({ label, role }) => ({ label, role }));
}

function checkRow(row: unknown, catalog: Catalog): FieldErrors {
	if (!isObject(row)) return { non_field_errors: ['Expected an object.'] };
	const errors: FieldErrors = {};
	for (const field of ['label', 'role'] as const) {
		const value = row[field];
		if (value === undefined) errors[field] = ['This field is required.'];
		else if (typeof value !== 'string') errors[field] = ['Not a valid string.'];
	}
	if (Object.keys(errors).length > 0) return errors;
	// Bare labels here, no `~` (assign organizations page).
	if (!catalog.organizations.some(({ label }) => label === row.label)) {
		errors.label = [`There is no organization "${String(row.label)}".`];
	}
	if (!catalog.role(String(row.role))) errors.role = [`There is no role "${String(row.role)}".`];
	if (row.invitation !== undefined && !isObject(row.invitation)) {
		errors.invitation = ['Expected an object.'];
	}
	return errors;
}
