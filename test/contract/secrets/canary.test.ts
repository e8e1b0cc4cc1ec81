/**
 * What n8n logs is heard only if n8n is loaded here anew.
 * @jest-environment node
 */
import { usePrintedText } from './printedText';
import type { IDataObject } from 'n8n-workflow';

import type { FaultAnswer } from '../../../tools/sandbox';
import { setAccessToken, setApiKey } from '../../support/credentials';
import { ME, TESTT } from '../../support/people';
import {
	bulkUpdate,
	byId,
	CONTINUE,
	type OnError,
	TO_ERROR_OUTPUT,
	updateOf,
	upsunUpdateOf,
} from '../../support/setups';
import { useNewWorlds } from '../../support/useWorld';
import type { Result } from '../../support/world';

/** The secrets of a credential are nowhere: not in outputs, errors, stored executions, prints or logs. */
const world = useNewWorlds();
const heard = usePrintedText();

/** Where nothing comes, a time-out has to; elsewhere nothing depends on it. */
const SENDING = { retryTimeout: 0, timeout: 30 };

const update = async (onError?: OnError, options: IDataObject = {}) =>
	await world.run(updateOf(byId(TESTT), { firstName: 'Ada' }, { ...SENDING, ...options }, onError));

const bulk = async (onError?: OnError) =>
	await world.run(bulkUpdate({ ...SENDING, isolateBadRows: false }, onError), [
		{ id: TESTT, firstName: 'Ada' },
	]);

const updateUpsun = async (onError?: OnError) =>
	await world.run(upsunUpdateOf(byId(ME), { company: 'Acme' }, SENDING, onError));

/** All that a run leaves behind. */
const traces = (result: Result) =>
	[
		JSON.stringify([result.items, result.errorItems, result.hints('Node')]),
		result.message,
		result.description,
		result.error?.stack,
		JSON.stringify(result.error?.context ?? {}),
		result.stored(),
		heard(),
	].join('\n');

function expectNothingOf(secrets: string[], result: Result) {
	const all = traces(result);
	for (const secret of secrets) {
		expect(all).not.toContain(secret);
		expect(all).not.toContain(encodeURIComponent(secret));
		expect(all).not.toContain(Buffer.from(secret).toString('base64'));
	}
}

it('the net catches: what n8n logs at its most talkative is heard', async () => {
	await update();
	expect(heard()).toContain('Running node "Node" started');
});

const ANSWERS: Array<[string, FaultAnswer | undefined]> = [
	['a success', undefined],
	['a refusal', { status: 400, body: { detail: { firstName: ['No.'] } } }],
	['a missing right', { status: 403, body: { detail: 'No.' } }],
	['a 401', { status: 401, body: { detail: 'No.' } }],
	['a server fault', { status: 500, body: 'Oops' }],
	['HTML', 'html'],
	['half a JSON', 'truncatedJson'],
	['a reset', 'reset'],
	['a time-out', 'hang'],
	['an echo', { hostile: 'echo' }],
	['an echo in a page', { hostile: 'echoPage' }],
	['a success that repeats what was sent', { hostile: 'leaky' }],
	['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:9/' } }],
];

describe.each(ANSWERS)('after %s', (_, answer) => {
	beforeEach(() => (SENDING.timeout = answer === 'hang' ? 0.1 : 30));
	const arm = () => {
		if (answer) world.sandbox.faults.add({ match: { method: 'PATCH' }, times: Infinity, answer });
	};

	it.each(['header', 'query'])('no Ubidots token is left, sent in the %s', async (sendTokenIn) => {
		world.setCredential('ubidots', { sendTokenIn });
		arm();
		const { ubidotsToken } = world.sandbox.secrets;
		expectNothingOf([ubidotsToken], await update());
		expectNothingOf([ubidotsToken], await update(TO_ERROR_OUTPUT));
		expectNothingOf([ubidotsToken], await bulk(CONTINUE));
	});

	it('no API key and no session token is left', async () => {
		const { ubidotsApiKey } = world.sandbox.secrets;
		setApiKey(world);
		arm();
		const secrets = [ubidotsApiKey, 'BBFF-sandboxSession'];
		expectNothingOf(secrets, await update());
		expectNothingOf(secrets, await bulk());
	});

	it('no Upsun token is left', async () => {
		arm();
		const { upsunApiToken, upsunAccessToken } = world.sandbox.secrets;
		expectNothingOf([upsunApiToken, 'sandboxUpsunSession'], await updateUpsun());
		setAccessToken(world);
		expectNothingOf([upsunAccessToken], await updateUpsun(CONTINUE));
	});
});
