import { jsonBody } from '../http';
import { isObject } from '../json';
import type { Reply, Request } from '../http';
import type { Catalog } from './catalog';
import type { FieldErrors } from './errors';
import { bodyError, validationError } from './errors';
import type { Membership } from './model';
import { organizationsOf } from './present';
import { withUser } from './userRoutes';
import type { UserContext } from './context';

/** POST /users/<user_key>/_/assign_organizations/ with `[{label, role, invitation?}]`; an earlier role is replaced. */
export function assignOrganizations(request: Request, key: string, context: UserContext): Reply {
	return withUser(key, context, (user) => {
		const rows = jsonBody(request);
		if (!Array.isArray(rows)) return bodyError('Expected a list of items.');
		const errors = (rows as unknown[]).map((row) => checkRow(row, context.catalog));
		if (errors.some((row) => Object.keys(row).length > 0)) return validationError(errors);
		const assigned = (rows as Membership[]).map(({ label, role }) => ({ label, role }));
		const labels = new Set(assigned.map(({ label }) => label));
		const kept = user.memberships.filter(({ label }) => !labels.has(label));
		context.store.assign(user, { memberships: [...kept, ...assigned] });
		// The page shows a list envelope; that it holds the assigned ones only is an assumption.
		const results = organizationsOf(user, context.catalog).filter(({ label }) => labels.has(label));
		return { status: 200, body: { count: results.length, next: null, previous: null, results } };
	});
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
