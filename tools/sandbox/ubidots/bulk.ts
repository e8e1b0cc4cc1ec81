import { asWritten } from '../doubts/normalisations';
import { jsonBody } from '../http';
import { isObject } from '../json';
import type { Reply, Request } from '../http';
import type { JsonObject } from '../json';
import type { BulkTasks } from './bulkTasks';
import type { FieldErrors } from './errors';
import { bodyError, missingBulkHeader, validationError } from './errors';
import { checkFields } from './rules';
import type { UserContext } from './context';

/** PATCH /users/_/bulk/update/: checked as a whole, answered with a task that is applied later. */
export function bulkUpdate(request: Request, tasks: BulkTasks, context: UserContext): Reply {
	const { options } = context;
	// Only its presence counts in the framework whose words this error uses; the page says "True".
	if (request.headers['x-bulk-operation'] === undefined) return missingBulkHeader;
	const sent = jsonBody(request);
	if (!Array.isArray(sent)) return bodyError('Expected a list of items.');
	const rows = sent.map((row: unknown) => (isObject(row) ? asWritten(row, options) : row));
	const errors = checkRows(rows, context);
	if (errors.some((row) => Object.keys(row).length > 0)) {
		return validationError(options.bulkErrors === 'rows' ? errors : merged(errors));
	}
	// The success status is not on the page; 202 would be as plausible.
	return { status: 200, body: tasks.start(rows as JsonObject[]) };
}

/** Aligned with the rows, `{}` for a good one. An unknown id is no error: an assumption, the page is silent. */
function checkRows(rows: unknown[], context: UserContext): FieldErrors[] {
	const { options, store } = context;
	const claimed = new Map<string, unknown>();
	return rows.map((row) => {
		if (!isObject(row)) return { non_field_errors: ['Expected an object.'] };
		if (row.id === undefined) return { id: ['This field is required.'] };
		if (typeof row.id !== 'string') return { id: ['Not a valid string.'] };
		const errors = checkFields(row, { ...context, user: store.byId(row.id) });
		if (!options.refuseTwins) return errors;
		for (const field of ['username', 'email'] as const) {
			const value = row[field];
			if (typeof value !== 'string' || errors[field]) continue;
			const ignoresCase = field === 'email' || options.ignoreCaseOf.includes(field);
			const name = `${field}:${ignoresCase ? value.toLowerCase() : value}`;
			const holder: unknown = claimed.get(name) ?? row.id;
			if (holder !== row.id) errors[field] = [`Two users of this request have this ${field}.`];
			claimed.set(name, holder);
		}
		return errors;
	});
}

/** The page shows braces, so the messages of all rows come by field, and no row is named. */
function merged(rows: FieldErrors[]): FieldErrors {
	const all: FieldErrors = {};
	for (const row of rows) {
		for (const [field, messages] of Object.entries(row)) {
			all[field] = [...new Set([...(all[field] ?? []), ...messages])];
		}
	}
	return all;
}
