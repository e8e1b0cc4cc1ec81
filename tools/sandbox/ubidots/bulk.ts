import { asWritten } from '../doubts';
import { isObject, jsonBody } from '../http';
import type { JsonObject, Reply, Request } from '../http';
import type { TaskView } from '../types';
import type { UserContext } from './model';
import {
	bodyError,
	changeUser,
	checkFields,
	isTaken,
	missingBulkHeader,
	validationError,
} from './rules';
import type { FieldErrors } from './rules';

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

export interface BulkTasks {
	/** Has checked rows applied in time; gives what the answer says of it. */
	start(rows: JsonObject[]): object;
	views(): TaskView[];
	reset(): void;
}

type TaskContext = Pick<UserContext, 'options' | 'store' | 'agenda'>;

/** The tasks of bulk updates: each is applied a while after it was accepted. */
export function createBulkTasks({ options, store, agenda }: TaskContext): BulkTasks {
	let tasks: TaskView[] = [];

	const apply = (row: JsonObject, time: number) => {
		const user = store.byId(String(row.id));
		if (!user) return;
		options.onBeforeWrite?.(user.id);
		if (!nameIsGone(row, { options, store, user })) changeUser(store, user, row, time);
	};

	return {
		start(rows) {
			const number = tasks.length + 1;
			// As long as the page's example, and as opaque.
			const id = `tyg${number.toString(16).padStart(25, '0')}`;
			const task: TaskView = { id, rows: rows.length, appliedAt: null };
			tasks.push(task);
			const { taskDelayMs, rowDelayMs, forgottenRows, taskIds } = options;
			const steps = stepsOf(rememberedRows(rows, forgottenRows), rowDelayMs);
			const dueAt = options.now() + taskDelayMs;
			steps.forEach((step, index) => {
				const time = dueAt + index * rowDelayMs;
				agenda.at(time, () => {
					for (const row of step) apply(row, time);
					if (index === steps.length - 1) task.appliedAt = time;
				});
			});
			if (taskIds === 'noTask') return {};
			if (taskIds === 'missing') return { task: {} };
			return { task: { id: taskIds === 'number' ? number : id } };
		},
		views: () => tasks.map((task) => ({ ...task })),
		reset: () => {
			tasks = [];
		},
	};
}

/** All rows at once, or each one for itself where there is time between them. */
function stepsOf(rows: JsonObject[], rowDelayMs: number): JsonObject[][] {
	return rowDelayMs > 0 && rows.length > 0 ? rows.map((row) => [row]) : [rows];
}

/** Somebody else took the name or address while the task waited: the row is dropped (assumption). */
function nameIsGone(row: JsonObject, context: Parameters<typeof isTaken>[2]): boolean {
	return (['username', 'email'] as const).some((field) => {
		const value = row[field];
		return typeof value === 'string' && isTaken(field, value, context);
	});
}

/** What a bulk task leaves undone without a word. */
export interface ForgottenRows {
	/** Every so many-th row: 1 is all of them, 3 is the third, the sixth, ... */
	every?: number;
	/** The rows of these users. */
	ids?: string[];
	/** Every row after so many. */
	after?: number;
	/** These fields of every row. */
	fields?: string[];
}

/** The rows of a task that are applied, in their order. */
export function rememberedRows(
	rows: JsonObject[],
	{ every = Infinity, ids = [], after = Infinity, fields = [] }: ForgottenRows,
): JsonObject[] {
	const kept = rows
		.slice(0, after)
		.filter((row, index) => (index + 1) % every !== 0 && !ids.includes(String(row.id)));
	return fields.length === 0 ? kept : kept.map((row) => without(row, fields));
}

function without(row: JsonObject, fields: string[]): JsonObject {
	return Object.fromEntries(Object.entries(row).filter(([field]) => !fields.includes(field)));
}
