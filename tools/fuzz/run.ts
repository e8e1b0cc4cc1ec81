import type { IDataObject } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import {
	autoMap,
	bulkUpdate,
	locator,
	mapByHand,
	settingsOf,
	ubidots,
	upsun,
} from '../../test/support/setups';
import type { NodeSetup, Result } from '../engine/nodeSetup';
import type { JournalEntry } from '../sandbox';
import { type Expected, expectedOf, filledIn } from './expected';
import { Observer } from './observer';
import { TAGS_OF_TWINS, TWINS } from './people';
import type { Case } from './types';
import type { FuzzWorld } from './world';

/** What came of a case. */
export interface Run {
	given: Case;
	expected: Expected[];
	result: Result;
	requests: JournalEntry[];
	observer: Observer;
	seconds: number;
	/** Tokens of the credentials. */
	tokens: string[];
}

/** All the world's own options, to which each case goes back. */
const CALM = {
	honourInFilters: true,
	bulkErrors: 'object',
	upsunErrors: 'error',
	upsunAdmin: false,
	maxPageSize: 1000,
	maxBodyBytes: 10_000,
	taskDelayMs: 0,
} as const;

/** Retries wait for a random time: with this, for the shortest that still grows. */
export const DICE = 0.02;

function prepare({ sandbox, setCredentials }: FuzzWorld, given: Case): Observer {
	const { ubidotsToken, ubidotsApiKey, upsunApiToken, upsunAccessToken } = sandbox.secrets;
	Object.assign(sandbox.options, CALM, given.sandbox);
	sandbox.reset();
	for (const twin of TWINS) sandbox.ubidots.put({ ...twin, tags: [...TAGS_OF_TWINS] });
	if (given.renewable) {
		setCredentials(
			{ authentication: 'apiKey', apiKey: ubidotsApiKey },
			{ authentication: 'apiToken', apiToken: upsunApiToken },
		);
	} else {
		setCredentials(
			{ token: ubidotsToken },
			{ authentication: 'accessToken', accessToken: upsunAccessToken },
		);
	}
	return new Observer(sandbox, given.service);
}

/** Each field of the rows as an expression of its value in the item. */
const expressions = (names: string[], item: string) =>
	Object.fromEntries(names.map((name) => [name, `={{ ${item}.${name} }}`]));

function setupOf({ service, operation, by, byHand, rows, options, onError }: Case): NodeSetup {
	const names = Object.keys(rows[0].values);
	if (operation === 'bulkUpdate') {
		const mapper = byHand ? mapByHand(expressions([by, ...names], '$json'), by) : autoMap(by);
		return bulkUpdate(options, onError, mapper);
	}
	const user = by === 'me' ? locator('list', 'me') : locator(by, '={{ $json.who }}');
	const parameters = { updateFields: expressions(names, '$json.fields'), ...settingsOf(options) };
	return service === 'ubidots'
		? ubidots('update', { userKey: user, ...parameters }, onError)
		: upsun('update', { userId: user, ...parameters }, onError);
}

function itemsOf({ operation, by, rows }: Case): IDataObject[] {
	return rows.map(({ who, values }) => {
		const fields = Object.fromEntries(
			Object.entries(values).map(([name, { given }]) => [name, given]),
		);
		const item =
			operation === 'bulkUpdate'
				? { ...fields, [by]: who.given, note: 'Of no interest' }
				: { who: who.given, fields };
		return JSON.parse(JSON.stringify(item)) as IDataObject;
	});
}

/** Lets what is still on its way arrive. */
async function settled(): Promise<void> {
	for (let turn = 0; turn < 3; turn++) await sleep(0);
}

/** Runs a case in the world, which is as good as new before. */
export async function runCase(world: FuzzWorld, asked: Case): Promise<Run> {
	const observer = prepare(world, asked);
	const given = filledIn(asked, observer.users('before'));
	for (const fault of given.faults) world.sandbox.faults.add(fault);
	const { random } = Math;
	Math.random = () => DICE;
	const startedAt = Date.now();
	try {
		const result = await world.run(setupOf(given), itemsOf(given));
		const seconds = (Date.now() - startedAt) / 1000;
		await settled();
		observer.finish();
		const { ubidotsToken, ubidotsApiKey, upsunApiToken, upsunAccessToken } = world.sandbox.secrets;
		return {
			given,
			expected: given.rows.map((row) => expectedOf(given, row, observer)),
			result,
			requests: world.sandbox.journal.entries(),
			observer,
			seconds,
			tokens: [ubidotsToken, ubidotsApiKey, upsunApiToken, upsunAccessToken, 'sandboxSession'],
		};
	} finally {
		Math.random = random;
	}
}
