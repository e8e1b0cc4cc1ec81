import { setTimeout as sleep } from 'node:timers/promises';
import { mean } from 'simple-statistics';

import { assert, check } from '../../../../tools/n8n/checks.mjs';
import { generatedId } from '../../../../tools/n8n/sandbox.mjs';
import { outputOf } from '../../../../tools/n8n/workflows.mjs';
import { acceptedByUser, endedExecutions, updateRequests, updatesByWebhook } from './updates.mjs';
import { workerOf } from './workers.mjs';

/** @typedef {any} Json */

const PER_SECOND = 4;
/** One for each worker. */
const EXECUTIONS = 3;
/** The window of the limit is over, and the processes still know what they have learned. */
const BETWEEN_RUNS_MS = 3000;
const ROUNDS = ['from a cold start', 'next run', 'the run after it', 'and one more'];
const MOST_TO_IDEAL = 1.15;

/** Of requests to an account with a limit: how many were refused, and the time to what the limit allows at best. */
function figuresOf(/** @type {Json[]} */ requests) {
	const served = requests.filter(({ status }) => status === 200);
	const tookMs = served[served.length - 1].at - served[0].at;
	return {
		answers: requests.length,
		refused: requests.length - served.length,
		seconds: tookMs / 1000,
		toIdeal: tookMs / (((served.length - 1) * 1000) / PER_SECOND),
	};
}

/**
 * What is wanted is printed and not checked: one run differs from the next, as the workers find their shares by chance.
 * @param {string} when
 * @param {Array<ReturnType<typeof figuresOf>>} figures
 * @param {number} mostRefused as a share of all answers
 */
function printVerdict(when, figures, mostRefused) {
	const refused = mean(figures.map((one) => one.refused / one.answers));
	const toIdeal = mean(figures.map((one) => one.toIdeal));
	const isMet = refused <= mostRefused && toIdeal <= MOST_TO_IDEAL;
	console.log(
		`        ${when}: ${Math.round(100 * refused)} % of the answers 429 (wanted at most ${100 * mostRefused} %), ` +
			`${toIdeal.toFixed(2)} x the ideal (wanted at most ${MOST_TO_IDEAL} x): ${isMet ? 'met' : 'NOT MET'}`,
	);
}

/**
 * Workers that do not know each other share the limit of one account.
 * @param {import('./index.mjs').World} world
 * @param {{ quick: boolean }} options
 */
export async function checkSharedLimit(world, { quick }) {
	const { rest, sandbox, workers } = world;
	const rows = quick ? 20 : 30;
	const total = EXECUTIONS * rows;
	await sandbox.reset(total);
	await sandbox.options({ ubidotsRequestsPerSecond: PER_SECOND });
	const saved = await updatesByWebhook(world, 'shared');
	/** @type {Array<ReturnType<typeof figuresOf>>} */
	const figures = [];
	for (const [round, title] of ROUNDS.slice(0, quick ? 1 : undefined).entries()) {
		const sentence = `${workers.length} workers, one account at ${PER_SECOND} a second, ${title}: ${total} updates, each applied once`;
		await check(sentence, async () => {
			await sandbox.clearJournal();
			await Promise.all(
				Array.from({ length: EXECUTIONS }, (_, n) =>
					rest.callWebhook('shared', { from: 1 + n * rows, rows, value: title }),
				),
			);
			const ended = await endedExecutions(world, saved.id, (round + 1) * EXECUTIONS);
			const executions = await Promise.all(
				ended.slice(0, EXECUTIONS).map(({ id }) => rest.readExecution(id)),
			);
			const requests = await updateRequests(sandbox);
			const ofRound = figuresOf(requests);
			figures.push(ofRound);
			const { refused, seconds, toIdeal } = ofRound;
			const taken = workers.map(
				(worker) => executions.filter(({ id }) => workerOf(workers, id) === worker).length,
			);
			console.log(
				`        ${refused} answers 429 for ${total} rows (${Math.round((100 * refused) / requests.length)} % of all answers), ` +
					`${seconds.toFixed(1)} s, ${toIdeal.toFixed(2)} x the ideal; executions by worker: ${taken.join(', ')}`,
			);
			assert.deepEqual(
				executions.map(({ status }) => status),
				executions.map(() => 'success'),
			);
			const written = executions.flatMap((execution) => outputOf(execution, 'Node'));
			assert.equal(written.filter(({ lastName }) => lastName === title).length, total);
			// What was refused was sent again, and what was accepted was not.
			assert.deepEqual(
				[...acceptedByUser(requests)].sort(),
				Array.from({ length: total }, (_, n) => [generatedId(n + 1), 1]),
			);
			assert.deepEqual(
				requests.filter(({ status }) => status !== 200 && status !== 429),
				[],
			);
			const { ubidots } = await sandbox.state();
			const applied = ubidots.users.filter(
				(/** @type {Json} */ { lastName }) => lastName === title,
			);
			assert.equal(applied.length, total);
		});
		await sleep(BETWEEN_RUNS_MS);
	}
	const [cold, ...later] = figures;
	if (cold) printVerdict('from a cold start', [cold], 0.2);
	if (later.length > 0) printVerdict('afterwards, on average', later, 0.1);
}
