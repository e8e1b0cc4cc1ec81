import { isRecord } from '../../../nodes/shared/objects';
import type { SandboxOptions } from '../../sandbox';
import {
	type Answer,
	CannotTell,
	type Context,
	differs,
	holds,
	type Steps,
	theTestUser,
} from '../step';
import type { Values } from '../testUser';

const TASK_MS = 60_000;
const SLOW_MS = 1000;

const sendBulk = async (
	{ probe }: Context,
	body: unknown,
	headers: Record<string, string> = { 'x-bulk-operation': 'True' },
) => await probe.send('PATCH', '/users/_/bulk/update/', { body, headers });

/** Looks until it is done: after how long, 0 where the first look shows it, or undefined. */
async function waitFor(
	context: Context,
	isDone: (shown: Values) => boolean,
): Promise<number | undefined> {
	const startedAt = Date.now();
	if (isDone(await theTestUser(context).read())) return 0;
	for (let waitMs = 100; Date.now() - startedAt < TASK_MS; waitMs = Math.min(waitMs * 1.5, 3000)) {
		await context.probe.wait(waitMs);
		if (isDone(await theTestUser(context).read())) return Date.now() - startedAt;
	}
	return undefined;
}

/** How the answer names the task. */
function taskOf(body: unknown, status: number): { taskIds: string; played: SandboxOptions[] } {
	if (body === undefined)
		return { taskIds: 'no body', played: [{ bodilessWrites: status as 200 | 202 | 204 }] };
	const given = isRecord(body) ? body.task : undefined;
	if (!isRecord(given)) return { taskIds: 'noTask', played: [{ taskIds: 'noTask' }] };
	if (typeof given.id === 'string') return { taskIds: 'text', played: [] };
	const taskIds = given.id === undefined ? 'missing' : 'number';
	return { taskIds, played: [{ taskIds }] };
}

async function task(context: Context): Promise<Answer> {
	const user = theTestUser(context);
	user.touch('firstName', 'lastName');
	const row = { id: user.id, firstName: 'Live one', lastName: 'Live two' };
	const { status, body } = await sendBulk(context, [row]);
	if (status >= 300) return differs(`Refused with ${status}.`);
	const { taskIds, played: switches } = taskOf(body, status);
	const fields = ['firstName', 'lastName'] as const;
	const late = await waitFor(context, (shown) => fields.every((name) => shown[name] === row[name]));
	const shown = await user.read();
	const undone = fields.filter((name) => shown[name] !== row[name]);
	for (const name of undone) user.pending.add(name);
	if (undone.length === 1) switches.push({ forgottenRows: { fields: undone } });
	else if (undone.length > 0)
		switches.push({ taskDelayMs: Infinity }, { forgottenRows: { every: 1 } });
	else if (late !== undefined && late > SLOW_MS) switches.push({ taskDelayMs: late });
	const done =
		undone.length > 0
			? `not seen after ${TASK_MS / 1000} s: ${undone.join(', ')}`
			: `seen ${late === 0 ? 'at once' : `after ${late} ms`}`;
	const says = `Status ${status}, task id: ${taskIds}, ${done}.`;
	return switches.length > 0 ? differs(says, ...switches) : holds(says);
}

/** Bulk tasks that would not be waited for in vain. */
function whereTasksEnd(context: Context, ...names: string[]) {
	const user = theTestUser(context);
	user.touch(...names);
	if (user.pending.size > 0) throw new CannotTell('Not tried: an earlier bulk task is not over.');
	return user;
}

async function order(context: Context): Promise<Answer> {
	const { id } = whereTasksEnd(context, 'firstName', 'lastName');
	await sendBulk(context, [{ id, firstName: 'Live first' }]);
	const rows = [
		{ id, firstName: 'Live second' },
		{ id, lastName: 'Live third' },
	];
	const { status } = await sendBulk(context, rows);
	if (status >= 300) throw new CannotTell(`Two rows for one user were refused with ${status}.`);
	const first = await waitFor(context, ({ firstName }) => firstName === 'Live second');
	const second = await waitFor(context, ({ lastName }) => lastName === 'Live third');
	if (first === undefined || second === undefined) return differs('The later task did not win.');
	const says = `The later task won; the second row was seen ${second === 0 ? 'with the first' : `${second} ms later`}.`;
	return second > SLOW_MS ? differs(says, { rowDelayMs: second }) : holds(says);
}

async function badRow(context: Context): Promise<Answer> {
	const { id } = whereTasksEnd(context, 'firstName', 'decimalPlaces');
	const rows = [
		{ id, firstName: 'Live good' },
		{ id, decimalPlaces: 'live-check' },
	];
	const { status, body } = await sendBulk(context, rows);
	if (status < 300) {
		await waitFor(context, ({ firstName }) => firstName === 'Live good');
		return differs(`Accepted with ${status}.`);
	}
	const detail = isRecord(body) ? body.detail : body;
	if (Array.isArray(detail))
		return differs(`Refused with ${status}, errors by row.`, { bulkErrors: 'rows' });
	return holds(
		`Refused with ${status} as a whole, errors ${isRecord(detail) ? 'by field' : 'as a text'}.`,
	);
}

async function unknownId(context: Context): Promise<Answer> {
	const { id } = whereTasksEnd(context, 'firstName');
	const rows = [
		{ id: '0123456789abcdef01234567', firstName: 'Live' },
		{ id, firstName: 'Live other' },
	];
	const { status } = await sendBulk(context, rows);
	if (status >= 300) return differs(`Refused with ${status}.`);
	const late = await waitFor(context, ({ firstName }) => firstName === 'Live other');
	if (late !== undefined) return holds(`Accepted with ${status}, and the other row was done.`);
	return differs(`Accepted with ${status}, and the other row was not done.`);
}

async function bulkHeader(context: Context): Promise<Answer> {
	const { id } = theTestUser(context);
	const { status, body } = await sendBulk(context, [{ id }], {});
	const says = `Status ${status}.`;
	return status === 400 && isRecord(body) && typeof body.detail === 'string'
		? holds(says)
		: differs(says);
}

async function bodySize(context: Context): Promise<Answer> {
	const { id } = theTestUser(context);
	const { status } = await sendBulk(context, [{ id, liveCheck: 'x'.repeat(12_000) }]);
	if (status < 300) return differs('A body of 12,000 bytes was accepted.', { maxBodyBytes: 0 });
	if (status === 413) return holds('A body of 12,000 bytes was refused with 413.');
	throw new CannotTell(`Refused with ${status}, perhaps for another reason than its size.`);
}

export const bulkSteps: Steps = {
	'bulk-header': {
		what: 'A bulk update without X-Bulk-Operation is refused with 400 and a bare `{ detail }`.',
		source: 'Page: bulk-update-users; the status is of DRF-extensions (library)',
		ifFalse: 'nothing where the header arrives; a refusal is shown as it is',
		played: [],
		run: bulkHeader,
	},
	'bulk-task': {
		what: 'A bulk update is answered with `{ task: { id } }`, a text, and done within 60 seconds.',
		source: 'Page: bulk-update-users; the time is inference',
		ifFalse:
			'without an id the request fails and says that it may have been carried out; later than that a user is `pending`',
		played: [
			{ taskIds: 'number' },
			{ taskIds: 'missing' },
			{ taskIds: 'noTask' },
			{ taskDelayMs: 5000 },
			{ taskDelayMs: Infinity },
			{ forgottenRows: { fields: ['lastName'] } },
			{ forgottenRows: { every: 1 } },
		],
		run: task,
	},
	'bulk-order': {
		what: 'Bulk tasks are done in their order, and the rows of one at the same time.',
		source: 'Inference',
		ifFalse: 'two rows for one user are refused in a bulk update, and `confirm` waits for each row',
		played: [{ rowDelayMs: 2000 }],
		run: order,
	},
	'bulk-bad-row': {
		what: 'One bad row has the whole request refused with 400, with the errors by field.',
		source: 'Page: bulk-update-users ("detail" in braces)',
		ifFalse:
			'errors by row are given to their rows; otherwise halves are sent until the bad ones stand alone',
		played: [{ bulkErrors: 'rows' }],
		proven: 'with errors by row: the halving in `nodes/Ubidots/user/bulk/bisect.ts`',
		run: badRow,
	},
	'bulk-unknown-id': {
		what: 'A row with an unknown id does not hold up the others.',
		source: 'Inference',
		ifFalse: 'the request is refused, and halves are sent until that row stands alone',
		played: [],
		run: unknownId,
	},
	'bulk-body-size': {
		what: 'A body may have 10,000 bytes.',
		source: 'Page: help centre, "How many dots can I send" (of ingestion)',
		ifFalse: "nothing is refused that is smaller; 'Max Batch Bytes' may be raised",
		played: [{ maxBodyBytes: 0 }],
		run: bodySize,
	},
};
