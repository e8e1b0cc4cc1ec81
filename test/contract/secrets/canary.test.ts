/**
 * What n8n logs is heard only if n8n is loaded here anew.
 * @jest-environment node
 */
import { hearEverything } from '../../support/hear';
import type { IDataObject, INode } from 'n8n-workflow';

import type { FaultAnswer } from '../../../tools/sandbox';
import { autoMap, byId, type Result } from '../../support/world';
import { useNewWorlds } from '../../support/useWorld';

/** The secrets of a credential are nowhere: not in outputs, errors, stored executions, prints or logs. */
const world = useNewWorlds();
const heard = hearEverything();

const USER = '63d3f1247fefea000cd325af';
const ME = 'd81c8ee2-44b3-429f-b944-a33ad7437690';

const update = async (onError?: INode['onError'], options: IDataObject = {}) =>
	await world.run({
		service: 'ubidots',
		parameters: {
			operation: 'update',
			userKey: byId(USER),
			updateFields: { firstName: 'Ada' },
			options: { retryTimeout: 0, timeout: 0.1, ...options },
		},
		onError,
	});

const bulk = async (onError?: INode['onError']) =>
	await world.run(
		{
			service: 'ubidots',
			parameters: {
				operation: 'bulkUpdate',
				columns: autoMap(),
				options: { retryTimeout: 0, timeout: 0.1, isolateBadRows: false },
			},
			onError,
		},
		[{ id: USER, firstName: 'Ada' }],
	);

const updateUpsun = async (onError?: INode['onError']) =>
	await world.run({
		service: 'upsun',
		parameters: {
			operation: 'update',
			userId: byId(ME),
			updateFields: { company: 'Acme' },
			options: { retryTimeout: 0, timeout: 0.1 },
		},
		onError,
	});

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
	['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:9/' } }],
];

describe.each(ANSWERS)('after %s', (_, answer) => {
	const arm = () => {
		if (answer) world.sandbox.faults.add({ match: { method: 'PATCH' }, times: Infinity, answer });
	};

	it.each(['header', 'query'])('no Ubidots token is left, sent in the %s', async (sendTokenIn) => {
		world.setCredential('ubidots', { sendTokenIn });
		arm();
		const { ubidotsToken } = world.sandbox.secrets;
		expectNothingOf([ubidotsToken], await update());
		expectNothingOf([ubidotsToken], await update('continueErrorOutput'));
		expectNothingOf([ubidotsToken], await bulk('continueRegularOutput'));
	});

	it('no API key and no session token is left', async () => {
		const { ubidotsApiKey } = world.sandbox.secrets;
		world.setCredential('ubidots', { authentication: 'apiKey', apiKey: ubidotsApiKey });
		arm();
		const secrets = [ubidotsApiKey, 'BBFF-sandboxSession'];
		expectNothingOf(secrets, await update());
		expectNothingOf(secrets, await bulk());
	});

	it('no Upsun token is left', async () => {
		arm();
		const { upsunApiToken, upsunAccessToken } = world.sandbox.secrets;
		expectNothingOf([upsunApiToken, 'sandboxUpsunSession'], await updateUpsun());
		world.setCredential('upsun', { authentication: 'accessToken', accessToken: upsunAccessToken });
		expectNothingOf([upsunAccessToken], await updateUpsun('continueRegularOutput'));
	});
});
