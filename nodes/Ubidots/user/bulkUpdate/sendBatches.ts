import type { IDataObject } from 'n8n-workflow';

import { cutIntoBatches } from './batches';
import { RefusedRequest } from '../../../shared/http/errors';
import { asFailure, Failure } from '../../../shared/errors';
import { NotStarted } from '../../../shared/http/client';
import { inLanes } from '../../../shared/run/concurrency';
import type { Run } from '../../../shared/run/operation';
import { counted } from '../../../shared/run/summary';
import { shown } from '../../../shared/form/parse';
import { asRecord } from '../../../shared/objects';
import { fieldsText } from '../../../shared/http/service';
import { isOpen, type RowState } from './row';

/** The most requests spent on finding the bad rows of one batch: enough for a dozen among a hundred, or for fifty in a row. */
const MOST_REQUESTS_TO_ISOLATE = 120;

/** So many rows, and none of them good: the fault is none of single rows, and the rows of other requests have it too. */
const SURELY_NO_CHANCE = 20;

/** The one documented 400 that no row is at fault for (bulk page): a proxy may take the header out. */
const HEADER_MISSING = /X-BULK-OPERATION/i;

/** One batch in flight, with what is left for isolating its bad rows. */
interface Batch {
	/** `request 2 of 3`, for error texts. */
	title: string;
	requestsLeft: number;
	/** It was refused because of some of its rows, and its others are being sent again. */
	isTakenApart: boolean;
	/** A batch before it was taken apart for nothing: no row of it was good, so the fault is none of single rows. */
	isHopeless: boolean;
}

const passwordsOf = (rows: readonly RowState[]) =>
	rows.flatMap(({ body }) => (typeof body.password === 'string' ? [body.password] : []));

/**
 * Bulk Update Users: `PATCH /api/v2.0/users/_/bulk/update/` with the header X-Bulk-Operation.
 * @returns the id of the task that will carry the update out
 */
async function patchUsers(run: Run, rows: readonly RowState[], title: string): Promise<string> {
	const { body } = await run.sender.send({
		method: 'PATCH',
		path: '/users/_/bulk/update/',
		headers: { 'X-Bulk-Operation': 'True' },
		body: rows.map((row): IDataObject => ({ id: row.id, ...row.body })),
		// Absolute values: a second task with the same ones changes nothing more.
		repeatable: true,
		purpose: `update ${counted(rows.length, 'user')} (${title})`,
		secrets: passwordsOf(rows),
	});
	const task = asRecord(body.task).id;
	if (typeof task === 'string' && task !== '') return task;
	throw new Failure(
		`Could not update ${counted(rows.length, 'user')} (${title}): the answer holds no task ID. They may have been updated all the same → run it again, a bulk update can be repeated`,
		{ kind: 'api' },
	);
}

function fail(rows: readonly RowState[], failure: Failure): void {
	for (const row of rows) row.failure = failure;
}

/** Messages for single rows, when the API gave one entry for each row sent. */
function rowMessages(error: RefusedRequest, rows: readonly RowState[]) {
	const { rows: said } = error.said;
	const isAligned = said?.length === rows.length;
	return isAligned && said.some((messages) => Object.keys(messages).length > 0) ? said : undefined;
}

/** Marks the rows that the API named, and returns the others. */
function failNamedRows(
	rows: readonly RowState[],
	said: ReadonlyArray<Record<string, string[]>>,
	error: RefusedRequest,
): RowState[] {
	return rows.filter((row, index) => {
		const fields = said[index];
		if (Object.keys(fields).length === 0) return true;
		row.failure = new Failure(`Ubidots refused the user ${shown(row.key)}: ${fieldsText(fields)}`, {
			kind: 'api',
			details: { ...error.details, fields },
		});
		return false;
	});
}

/**
 * Sends rows as one request; when they are refused, finds out which are at fault and sends the others.
 * @throws Failure when a request did not succeed for another reason than its rows; rows that were left for later stay open
 */
async function sendRows(run: Run, rows: readonly RowState[], batch: Batch): Promise<void> {
	if (rows.length === 0) return;
	batch.requestsLeft--;
	let refused: RefusedRequest | undefined;
	await patchUsers(run, rows, batch.title).then(
		(taskId) => {
			for (const row of rows) Object.assign(row, { status: 'accepted', taskId });
		},
		(error: unknown) => {
			if (error instanceof RefusedRequest && error.status === 400) {
				refused = error;
				return;
			}
			const failure = asFailure(error);
			if (failure.kind !== 'canceled' && !(failure instanceof NotStarted)) fail(rows, failure);
			throw failure;
		},
	);
	if (refused) await sortOut(run, rows, batch, refused);
}

async function sortOut(
	run: Run,
	rows: readonly RowState[],
	batch: Batch,
	refused: RefusedRequest,
): Promise<void> {
	batch.isTakenApart = true;
	const said = rowMessages(refused, rows);
	const others = said ? failNamedRows(rows, said, refused) : rows;
	const isFaultOfRows = !HEADER_MISSING.test(refused.said.text ?? '');
	const mayTry = run.settings.isolateBadRows && isFaultOfRows && batch.requestsLeft > 0;
	if (said && mayTry) return await sendRows(run, others, batch);
	const mayHalve = mayTry && !batch.isHopeless && batch.requestsLeft > 1;
	if (!said && mayHalve && rows.length > 1) {
		const middle = Math.ceil(rows.length / 2);
		await sendRows(run, rows.slice(0, middle), batch);
		return await sendRows(run, rows.slice(middle), batch);
	}
	const why = whyUndecided(run, rows, batch, isFaultOfRows);
	const text = said
		? 'Not updated: Ubidots refused the request because of other rows in it'
		: why
			? `Not updated, it may be good or bad: ${why}. ${refused.message}`
			: refused.message;
	fail(others, new Failure(text, { kind: 'api', details: refused.details }));
}

/** Why the rows of a refused request were not sent in halves any more, where that might have helped. */
function whyUndecided(
	{ settings }: Run,
	rows: readonly RowState[],
	{ isHopeless }: Batch,
	isFaultOfRows: boolean,
): string | undefined {
	if (!settings.isolateBadRows || !isFaultOfRows || rows.length === 1) return undefined;
	return isHopeless
		? 'every row of an earlier request was refused, so the rows of this one were not tried one by one'
		: `${MOST_REQUESTS_TO_ISOLATE} requests did not tell the bad rows apart. Run these rows again, or lower 'Batch Size'`;
}

/**
 * Sends all rows in batches, at most `maxConcurrentRequests` at a time. Every row ends as accepted or with a failure:
 * its own, that of its request, or that an earlier request failed and it was not sent.
 * @throws Failure of kind `canceled`
 */
export async function sendInBatches(run: Run, rows: readonly RowState[]): Promise<void> {
	const { batchSize, maxBatchBytes, maxConcurrentRequests } = run.settings;
	const batches = cutIntoBatches(rows, batchSize, maxBatchBytes);
	let stoppedBy: Failure | undefined;
	let isHopeless = false;
	const stop = (failure: Failure) => {
		stoppedBy ??= failure;
		run.sender.end();
	};
	await inLanes(maxConcurrentRequests, batches, async (batch, index) => {
		if (stoppedBy) return;
		const title = `request ${index + 1} of ${batches.length}`;
		const requestsLeft = MOST_REQUESTS_TO_ISOLATE;
		const state: Batch = { title, requestsLeft, isTakenApart: false, isHopeless };
		await sendRows(run, batch, state).catch((error: unknown) => {
			const failure = asFailure(error);
			if (failure.kind === 'canceled') throw failure;
			if (!(failure instanceof NotStarted)) stop(failure);
			if (state.isTakenApart) fail(batch.filter(isOpen), notSentAgain(stoppedBy ?? failure));
		});
		if (batch.some(({ status }) => status !== undefined)) isHopeless = false;
		else isHopeless ||= state.isTakenApart && batch.length >= SURELY_NO_CHANCE;
		const refused = batch.find(({ failure }) => failure)?.failure;
		// Rows at fault hold nobody else back, unless the run is to end at the first failure anyway.
		if (refused && (!run.continueOnFail || !run.settings.isolateBadRows)) stop(refused);
	});
	if (!stoppedBy) return;
	run.sender.reopen();
	fail(rows.filter(isOpen), new NotSent(stoppedBy));
}

/** For a row that was in a refused request, and was to be sent once more without the bad rows. */
const notSentAgain = ({ message, details }: Failure) =>
	new Failure(
		`Not updated: Ubidots refused the request because of other rows in it, and sending this row again was not possible: ${message}`,
		{ kind: 'api', details },
	);

/** Why a row was left alone. */
export class NotSent extends Failure {
	constructor(readonly becauseOf: Failure) {
		super(`Not sent, because an earlier request did not succeed: ${becauseOf.message}`, {
			kind: 'api',
			details: becauseOf.details,
		});
	}
}
