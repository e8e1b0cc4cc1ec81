import type { Agenda } from '../agenda';
import { asWritten } from '../doubts/normalisations';
import { isObject, jsonBody } from '../http';
import type { JsonObject, Reply, Request } from '../http';
import type { ResolvedOptions, TaskView } from '../types';
import type { Catalog } from './catalog';
import { changeUser } from './change';
import type { FieldErrors } from './errors';
import { bodyError, missingBulkHeader, validationError } from './errors';
import type { UserRecord } from './model';
import { checkFields, taken } from './rules';
import type { UserStore } from './store';

interface Task {
	id: string;
	body: JsonObject[];
	rows: number;
	dueAt: number;
	appliedAt: number | null;
}

export interface BulkUpdates {
	/** PATCH /users/_/bulk/update/ */
	accept(request: Request): Reply;
	tasks(): TaskView[];
	reset(): void;
}

/** Bulk updates: checked as a whole, answered with a task id, applied a moment later. */
export function createBulkUpdates(
	options: ResolvedOptions,
	store: UserStore,
	catalog: Catalog,
	agenda: Agenda,
): BulkUpdates {
	let tasks: Task[] = [];
	return {
		accept(request) {
			// Only its presence counts in the framework whose words this error uses; the page says "True".
			if (request.headers['x-bulk-operation'] === undefined) return missingBulkHeader;
			const sent = jsonBody(request);
			if (!Array.isArray(sent)) return bodyError('Expected a list of items.');
			const body = sent.map((row: unknown) => (isObject(row) ? asWritten(row, options) : row));
			const errors = checkRows(body, store, catalog);
			if (errors.some((row) => Object.keys(row).length > 0)) {
				return validationError(options.bulkErrors === 'rows' ? errors : merged(errors));
			}
			// As long as the page's example, and as opaque.
			const id = `tyg${(tasks.length + 1).toString(16).padStart(25, '0')}`;
			const dueAt = options.now() + options.taskDelayMs;
			const task: Task = {
				id,
				body: body as JsonObject[],
				rows: body.length,
				dueAt,
				appliedAt: null,
			};
			tasks.push(task);
			agenda.at(dueAt, () => apply(task, store));
			// The success status is not on the page; 202 would be as plausible.
			return { status: 200, body: { task: { id } } };
		},
		tasks: () => tasks.map(({ id, rows, appliedAt }) => ({ id, rows, appliedAt })),
		reset: () => {
			tasks = [];
		},
	};
}

/** Aligned with the rows, `{}` for a good one. An unknown id is no error: an assumption, the page is silent. */
function checkRows(rows: unknown[], store: UserStore, catalog: Catalog): FieldErrors[] {
	const claimed = new Map<string, unknown>();
	return rows.map((row) => {
		if (!isObject(row)) return { non_field_errors: ['Expected an object.'] };
		if (row.id === undefined) return { id: ['This field is required.'] };
		if (typeof row.id !== 'string') return { id: ['Not a valid string.'] };
		const errors = checkFields(row, { store, catalog, user: store.byId(row.id) });
		for (const field of ['username', 'email'] as const) {
			const value = row[field];
			if (typeof value !== 'string' || errors[field]) continue;
			const name = `${field}:${field === 'email' ? value.toLowerCase() : value}`;
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

function apply(task: Task, store: UserStore): void {
	for (const row of task.body) {
		const user = store.byId(String(row.id));
		if (!user || nameIsGone(row, store, user)) continue;
		changeUser(store, user, row, task.dueAt);
	}
	task.appliedAt = task.dueAt;
	task.body = [];
}

/** Somebody else took the name or address while the task waited: the row is dropped (assumption). */
function nameIsGone(row: JsonObject, store: UserStore, user: UserRecord): boolean {
	return (
		(typeof row.username === 'string' && taken(store.withUsername(row.username), user)) ||
		(typeof row.email === 'string' && taken(store.withEmail(row.email), user))
	);
}
