import { sleep } from 'n8n-workflow';

import type { JournalEntry } from '../sandbox';
import type { SandboxProcess } from './sandboxProcess';
import { benchEngine, bulkUpdate, measured, people, update } from './workflows';

/** Ubidots' documented default. */
const PER_SECOND = 4;

export interface Pace {
	rows: number;
	perSecond: number;
	oneByOneMs: number;
	bulkMs: number;
	oneByOneRequests: number;
	bulkRequests: number;
	/** How many times faster the same rows are in bulk. */
	bulkIsFaster: number;
	/** The time from the first update to the last, over the shortest that the limit allows. */
	oneByOneToIdeal: number;
	tooManyRequests: number;
}

const updates = (journal: JournalEntry[]) => journal.filter(({ method }) => method === 'PATCH');

/** The same rows one by one and in bulk, under the documented limit of requests, which the sandbox enforces. */
export async function pace(sandbox: SandboxProcess, rows: number): Promise<Pace> {
	const engine = await benchEngine(sandbox, PER_SECOND);
	await sandbox.reset(PER_SECOND);
	const oneByOneMs = (await measured(engine, update(people(rows, 'One')))).ms;
	const oneByOne = updates(await sandbox.journal());
	const idealMs = ((rows - 1) / PER_SECOND) * 1000;
	const tookMs = oneByOne[oneByOne.length - 1].at - oneByOne[0].at;

	// A run of its own: the limit counts anew, and the pace has rested.
	await sandbox.reset(PER_SECOND);
	await sleep(1000);
	const bulkMs = (await measured(engine, bulkUpdate(people(rows, 'Bulk')))).ms;
	const bulk = updates(await sandbox.journal());
	return {
		rows,
		perSecond: PER_SECOND,
		oneByOneMs,
		bulkMs,
		oneByOneRequests: oneByOne.length,
		bulkRequests: bulk.length,
		bulkIsFaster: oneByOneMs / bulkMs,
		oneByOneToIdeal: tookMs / idealMs,
		tooManyRequests: oneByOne.concat(bulk).filter(({ status }) => status === 429).length,
	};
}
