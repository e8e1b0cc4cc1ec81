import type { IDataObject } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import type { Result } from '../../engine/nodeSetup';
import type { JournalEntry, Secrets } from '../../sandbox';
import type { FuzzWorld } from '../world';
import { answerOf, ENDLESS } from './answers';
import { itemsFor } from './bases';
import type { SecretsCase } from './cases';
import type { Parameter } from './parameters';
import { textOf } from './values';

/** A password that is longer is refused before any request. */
export const LONGEST_PASSWORD = 1000;

/** What came of a case. */
export interface SecretsRun {
	given: SecretsCase;
	/** What came in. */
	items: IDataObject[];
	/** The text, where it is a password. */
	password?: string;
	/** Of the credential, and how session tokens begin. */
	credentials: string[];
	/** Of all rows, but for one that is too long to be sent. */
	passwords: string[];
	result: Result;
	requests: JournalEntry[];
	host: string;
	/** Still there some seconds after the run. */
	openConnections: number;
}

/** Not shaped like a token, so that only who knows them can hide them; the nodes remember accounts, so each run has its own. */
const secretsOf = (run: number): Secrets => ({
	ubidotsToken: `t4ken+Canary/${run}==x`,
	ubidotsApiKey: `k3y+Canary/${run}==xy`,
	upsunApiToken: `4pi-Token+Canary/${run}`,
	upsunAccessToken: `4cc3ss-Token-Canary.${run}`,
});

/** How the session tokens of the sandbox begin. */
const SESSIONS = ['BBFF-sandboxSession', 'sandboxUpsunSession'];

/** Of the other rows. The digits may come back as a number. */
const PASSWORDS = ['Pw0"ü&<canary> first', '471108154711', 'Pw2/canary+third=='];

const EXCHANGE = /\/token\/?$/;
const NO_EXCHANGE = /^(?!.*\/token\/?$)/;

/** So that an answer without an end is given up soon; how long others take is not limited. */
const SHORT = { timeout: 0.2 };
/** n8n drops what an operation does not know. */
const READING_MORE = { skipUnchanged: true, confirm: true, confirmTimeout: 0 };
const CLOSING_MS = 20_000;

let runs = 0;

/** @returns which requests the answer is for, and the secrets of the credential */
function prepare(
	{ sandbox, setCredentials }: FuzzWorld,
	{ service, credential, ...given }: SecretsCase,
) {
	sandbox.reset();
	Object.assign(sandbox.options, { maxBodyBytes: 0, upsunAdmin: true, taskDelayMs: 0 });
	// What the sandbox accepts from now on.
	Object.assign(sandbox.secrets, secretsOf(++runs));
	const { ubidotsToken, ubidotsApiKey, upsunApiToken, upsunAccessToken } = sandbox.secrets;
	const isEndless = ENDLESS.includes(given.answer);
	const isExchanged = !isEndless && ['exchanged', 'refused'].includes(credential);
	setCredentials(
		isExchanged
			? { authentication: 'apiKey', apiKey: ubidotsApiKey }
			: { token: ubidotsToken, sendTokenIn: credential === 'query' ? 'query' : 'header' },
		isExchanged
			? { authentication: 'apiToken', apiToken: upsunApiToken }
			: { authentication: 'accessToken', accessToken: upsunAccessToken },
	);
	const stored = isExchanged
		? { ubidots: ubidotsApiKey, upsun: upsunApiToken }
		: { ubidots: ubidotsToken, upsun: upsunAccessToken };
	return {
		path: isExchanged && credential === 'refused' ? EXCHANGE : NO_EXCHANGE,
		secret: stored[service],
	};
}

/** A column that no operation knows. */
const UNUSED = 'unused';

/** The parameter with a value that is fine in the place of the text. */
export const withoutText = (parameter: Parameter): Parameter => ({ ...parameter, key: UNUSED });

/** Runs a case in the world, which is as good as new before. */
export async function runCase(
	world: FuzzWorld,
	parameter: Parameter,
	given: SecretsCase,
): Promise<SecretsRun> {
	const { sandbox } = world;
	const { path, secret } = prepare(world, given);
	const text = textOf(given.unit, given.size);
	const isEntered = parameter.key !== UNUSED;
	const password = parameter.isPassword && isEntered ? text : undefined;
	const isTooLong = password !== undefined && password.length > LONGEST_PASSWORD;
	const { service } = parameter;
	const fine = itemsFor(service, parameter.parameters, PASSWORDS);
	const items = fine.slice(0, isTooLong ? 1 : given.items);
	items[0] = { ...items[0], [parameter.key]: text };
	const passwords = items.flatMap(({ password: own }, item) =>
		item === 0 && password !== undefined ? [] : [String(own ?? '')].filter((one) => one !== ''),
	);
	if (password && !isTooLong) passwords.push(password);
	// What the service has been told, it may repeat.
	const told = [secret];
	sandbox.options.onRequest = ({ body }) => {
		const all = JSON.stringify(body ?? '');
		told.push(...passwords.filter((one) => all.includes(JSON.stringify(one))));
	};
	const answer = answerOf(given.answer, told);
	if (answer) sandbox.faults.add({ match: { path }, times: Infinity, answer });
	const options = {
		retryTimeout: 0,
		...(ENDLESS.includes(given.answer) && SHORT),
		...(given.readsMore && READING_MORE),
		...(parameter.parameters.options as IDataObject | undefined),
	};
	const onError = given.onError === 'stopWorkflow' ? undefined : given.onError;
	const returnAll = given.readsMore;
	const all = { returnAll, ...parameter.parameters, options };
	const setup = { service, parameters: all, onError };
	const { random } = Math;
	Math.random = () => 0.02;
	try {
		const result = await world.run(setup, structuredClone(items));
		const givenUpAt = Date.now() + CLOSING_MS;
		while (sandbox.openConnections() > 0 && Date.now() < givenUpAt) await sleep(5);
		return {
			given,
			items,
			password,
			credentials: [secret, ...SESSIONS],
			passwords,
			result,
			requests: sandbox.journal.entries(),
			host: sandbox.url.replace('http://', ''),
			openConnections: sandbox.openConnections(),
		};
	} finally {
		Math.random = random;
	}
}
