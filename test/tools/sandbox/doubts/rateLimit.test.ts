import { TESTT, ubidotsClient, useSandbox } from '../support';

const used = useSandbox({ ubidotsRequestsPerSecond: 1 });
const read = async () => await ubidotsClient(used.sandbox).get(`/api/v2.0/users/${TESTT}`);

describe('the rate limit', () => {
	it('may be told by the status 420, with Retry-After or without', async () => {
		const { options } = used.sandbox;
		options.rateLimitStatus = 420;
		await read();
		const plain = await read();
		expect([plain.status, plain.data.code, plain.data.message]).toEqual([
			420,
			420001,
			'API limits exceeded.',
		]);
		expect(plain.headers).not.toHaveProperty('retry-after');
		options.retryAfter = 'seconds';
		expect((await read()).headers['retry-after']).toBe('1');
	});
});
