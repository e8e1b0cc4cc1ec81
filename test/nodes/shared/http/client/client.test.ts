import { EngineCredentials } from '../../../../../tools/engine/credentials';
import { NotSent } from '../../../../../nodes/shared/errors';
import type { Context } from '../../../../../nodes/shared/http/attempt';
import { Client } from '../../../../../nodes/shared/http/client';
import type { ApiRequest, Service } from '../../../../../nodes/shared/http/service';
import { Stop } from '../../../../../nodes/shared/waiting';
import { path } from '../../../../../nodes/shared/path';
import { Redactor } from '../../../../../nodes/shared/redact';
import { members, people } from '../../../../support/people';
import { patches, requestLines } from '../../../../support/requests';
import { BY_ID_OF_ITEM, update, upsunUpdateOf } from '../../../../support/setups';
import { useNewWorlds } from '../../../../support/useWorld';
import { until } from '../../../../support/waiting';

describe('a run', () => {
	const world = useNewWorlds({ users: 50, upsunAdmin: true });

	const useApiKey = () =>
		world.setCredential('ubidots', {
			authentication: 'apiKey',
			apiKey: world.sandbox.secrets.ubidotsApiKey,
		});

	const mintings = () => requestLines(world).filter((line) => line.includes('/auth/token')).length;

	describe('the credential', () => {
		let reads: jest.SpyInstance;
		beforeEach(() => {
			reads = jest.spyOn(EngineCredentials.prototype, 'getDecrypted');
		});
		afterEach(() => reads.mockRestore());

		it('is read once a run, however many requests it sends', async () => {
			await world.run(update(), people(50));
			expect(patches(world)).toHaveLength(50);
			expect(reads).toHaveBeenCalledTimes(1);
		});

		it('is read once a run also with session tokens', async () => {
			useApiKey();
			await world.run(update(), people(50));
			await world.run(upsunUpdateOf(BY_ID_OF_ITEM), members(20));
			expect(patches(world)).toHaveLength(70);
			expect(reads).toHaveBeenCalledTimes(2);
		});
	});

	describe('a session token that is renewed in the middle of a run', () => {
		it('reaches all later requests of the run, and the next run', async () => {
			useApiKey();
			await world.run(update(), people(1));
			expect(mintings()).toBe(1);
			world.sandbox.ubidots.expireSessionTokens();
			const { items } = await world.run(update({ maxConcurrentRequests: 1 }), people(50));
			expect(items.every(({ json }) => !('error' in json))).toBe(true);
			expect(mintings()).toBe(2);
			await world.run(update(), people(5));
			expect(mintings()).toBe(2);
		});
	});
});

describe('a stop', () => {
	const CANCELED = expect.objectContaining({ kind: 'canceled' }) as Error;
	const patch: ApiRequest = { method: 'PATCH', path: path`/`, idempotent: true, purpose: 'ask' };

	let accounts = 0;

	/** A client, and what is under way at its service: nothing is answered before it is told. */
	async function aClient(requestsPerSecond = 0) {
		const execution = new AbortController();
		const answers: Array<(response: { status: number; body: object }) => void> = [];
		const context = {
			getCredentials: async () => await Promise.resolve({}),
			getExecutionCancelSignal: () => execution.signal,
			helpers: {
				httpRequestWithAuthentication: async () =>
					await new Promise((resolve) =>
						answers.push(({ status, body }) => resolve({ statusCode: status, body, headers: {} })),
					),
			},
		};
		const account = {
			baseUrl: 'https://api.example.com',
			requestsPerSecond,
			// An account for each client: those of one share a pace.
			identity: `account ${accounts++}`,
			secrets: [],
		};
		const service = { account: () => account } as unknown as Service;
		const timeouts = { timeoutMs: 60_000, retryTimeoutMs: 0 };
		const client = await Client.open(
			context as unknown as Context,
			service,
			timeouts,
			new Redactor(),
		);
		const sent = async (count: number) => {
			await until(() => answers.length === count);
		};
		return { client, execution, sent, answer: () => answers.shift()?.({ status: 200, body: {} }) };
	}

	const OK = { status: 200, body: {}, maybeApplied: false };

	it('a request ends at once when the execution is stopped, though it has no answer', async () => {
		const { client, execution, sent, answer } = await aClient();
		const outcome = client.request(patch);
		await sent(1);
		execution.abort();
		await expect(outcome).rejects.toEqual(CANCELED);
		answer();
		await expect(client.request(patch)).rejects.toEqual(CANCELED);
	});

	it.each([undefined, new Stop()])(
		'a request that waits for its turn ends when the execution is stopped: with the stop %j',
		async (stop) => {
			const { client, execution, sent, answer } = await aClient(0.01);
			const first = client.request(patch);
			await sent(1);
			answer();
			await first;
			const outcome = client.request(patch, stop);
			execution.abort();
			await expect(outcome).rejects.toEqual(CANCELED);
		},
	);

	it('a request is not sent any more after a stop of its own', async () => {
		const { client } = await aClient();
		const stop = new Stop();
		stop.trigger(new NotSent());
		await expect(client.request(patch, stop)).rejects.toBeInstanceOf(NotSent);
	});

	it('a request that was sent keeps its answer, whatever stops the run meanwhile', async () => {
		const { client, sent, answer } = await aClient();
		const stop = new Stop();
		const outcome = client.request(patch, stop);
		await sent(1);
		stop.trigger(new NotSent());
		answer();
		await expect(outcome).resolves.toEqual(OK);
	});
});
