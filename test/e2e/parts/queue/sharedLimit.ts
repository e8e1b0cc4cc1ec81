/* eslint-disable @n8n/community-nodes/no-restricted-imports, no-console -- runs in a real n8n, never shipped */
import { setTimeout as sleep } from 'node:timers/promises';
import { mean } from 'simple-statistics';

import { assert, check } from '../../checks';
import { generatedId, saveCredentials } from '../../../../tools/n8n/sandbox';
import { outputOf } from '../../../../tools/n8n/workflows';
import { acceptedByUser, endedExecutions, updateRequests, updatesByWebhook } from './updates';
import { workerOf } from './workers';
import type { World } from './index';
import type { Json } from '../../../../tools/n8n/rest';

/** One for each worker. */
const EXECUTIONS = 3;
/** The window of the limit is over, and the processes still know what they have learned. */
const BETWEEN_RUNS_MS = 3000;

interface Scenario {
	/** What the account allows; 4 are configured. */
	perSecond: number;
	/** Of each execution. */
	rows: number;
	rounds: string[];
	/** Wanted of the first round: answers 429, as a share of all, and the time. */
	first: { refused: number; toIdeal: number };
	/** Wanted of the others, on average. */
	later: { refused: number; toIdeal: number };
}

const AS_CONFIGURED: Scenario = {
	perSecond: 4,
	rows: 30,
	rounds: ['from a cold start', 'next run', 'the run after it', 'and one more'],
	first: { refused: 0.25, toIdeal: 1.3 },
	later: { refused: 0.25, toIdeal: 1.3 },
};
const NARROWER: Scenario = {
	perSecond: 1,
	rows: 10,
	rounds: ['at first meeting', 'next narrow run', 'the narrow run after it'],
	first: { refused: 0.6, toIdeal: 1.5 },
	later: { refused: 0.6, toIdeal: 1.5 },
};

/** Of requests to an account with a limit: how many were refused, and the time to what the limit allows at best. */
function figuresOf(requests: Json[], perSecond: number) {
	const served = requests.filter(({ status }) => status === 200);
	const tookMs = served[served.length - 1].at - served[0].at;
	return {
		answers: requests.length,
		refused: requests.length - served.length,
		seconds: tookMs / 1000,
		toIdeal: tookMs / (((served.length - 1) * 1000) / perSecond),
	};
}

/** What is wanted is printed and not checked: one run differs from the next, as the workers find their shares by chance. */
function printVerdict(
	when: string,
	figures: Array<ReturnType<typeof figuresOf>>,
	wanted: Scenario['first'],
) {
	const refused = mean(figures.map((one) => one.refused / one.answers));
	const toIdeal = mean(figures.map((one) => one.toIdeal));
	const isMet = refused <= wanted.refused && toIdeal <= wanted.toIdeal;
	console.log(
		`        ${when}: ${Math.round(100 * refused)} % of the answers 429 (wanted at most ${100 * wanted.refused} %), ` +
			`${toIdeal.toFixed(2)} x the ideal (wanted at most ${wanted.toIdeal} x): ${isMet ? 'met' : 'NOT MET'}`,
	);
}

/** Workers that do not know each other share the limit of one account. */
export async function checkSharedLimit(world: World, { quick }: { quick: boolean }) {
	if (quick) {
		await share(world, { ...AS_CONFIGURED, rows: 20, rounds: AS_CONFIGURED.rounds.slice(0, 1) });
		return;
	}
	await share(world, AS_CONFIGURED);
	// Another address is another account, of which nothing is known yet.
	const elsewhere = { ...world.sandbox, url: world.sandbox.url.replace('127.0.0.1', 'localhost') };
	const credentials = await saveCredentials(world.rest, elsewhere);
	await share({ ...world, credentials }, NARROWER);
}

async function share(world: World, { perSecond, rows, rounds, first, later }: Scenario) {
	const { rest, sandbox, workers } = world;
	const total = EXECUTIONS * rows;
	const path = `shared-${perSecond}`;
	await sandbox.reset(total);
	await sandbox.options({ ubidotsRequestsPerSecond: perSecond });
	const saved = await updatesByWebhook(world, path);
	const figures: Array<ReturnType<typeof figuresOf>> = [];
	for (const [round, title] of rounds.entries()) {
		const sentence = `${workers.length} workers, one account at ${perSecond} a second, ${title}: ${total} updates, each applied once`;
		await check(sentence, async () => {
			await sandbox.clearJournal();
			await Promise.all(
				Array.from({ length: EXECUTIONS }, (_, n) =>
					rest.callWebhook(path, { from: 1 + n * rows, rows, value: title }),
				),
			);
			const ended = await endedExecutions(world, saved.id, (round + 1) * EXECUTIONS);
			const executions = await Promise.all(
				ended.slice(0, EXECUTIONS).map(({ id }) => rest.readExecution(id)),
			);
			const requests = await updateRequests(sandbox);
			const ofRound = figuresOf(requests, perSecond);
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
			const applied = ubidots.users.filter(({ lastName }: Json) => lastName === title);
			assert.equal(applied.length, total);
		});
		await sleep(BETWEEN_RUNS_MS);
	}
	const [cold, ...others] = figures;
	if (cold) printVerdict(rounds[0], [cold], first);
	if (others.length > 0) printVerdict('afterwards, on average', others, later);
}
