import type { JsonObject } from '../json';
import type { TaskView } from '../types';
import { changeUser } from './change';
import { rememberedRows } from './forgottenRows';
import { isTaken } from './rules';
import type { UserContext } from './context';

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
