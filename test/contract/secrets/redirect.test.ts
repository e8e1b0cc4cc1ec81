import { startSandbox, type Sandbox } from '../../../tools/sandbox';
import { setAccessToken, setApiKey } from '../../support/credentials';
import { ME, TESTT } from '../../support/people';
import { requestCount } from '../../support/requests';
import { byId, updateOf, upsunUpdateOf } from '../../support/setups';
import { testCredential } from '../../credentials/testCredential';
import { useNewWorlds } from '../../support/useWorld';

/** A redirect would carry the token to wherever it points. */
const world = useNewWorlds();

let elsewhere: Sandbox;
beforeAll(async () => {
	elsewhere = await startSandbox({ ubidotsRequestsPerSecond: 0 });
});
beforeEach(() => elsewhere.reset());
afterAll(async () => await elsewhere.close());

const pointElsewhere = (path: string, status: number) =>
	world.sandbox.faults.add({
		times: Infinity,
		answer: { status, headers: { location: `${elsewhere.url}${path}` } },
	});

describe.each([301, 302, 303, 307, 308])('an answer %i that points to another server', (status) => {
	it('is not followed by an update of Ubidots, and says what to check', async () => {
		pointElsewhere(`/api/v2.0/users/${TESTT}`, status);
		for (const sendTokenIn of ['header', 'query']) {
			world.setCredential('ubidots', { sendTokenIn });
			const { message } = await world.run(updateOf(byId(TESTT), { firstName: 'A' }));
			expect(message).toContain(`Ubidots answered ${status}`);
			expect(message).toContain("check 'Base URL' in the credential");
			expect(message).not.toContain(elsewhere.url);
		}
		expect(elsewhere.journal.count()).toBe(0);
		expect(requestCount(world)).toBe(2);
	});

	it('is not followed by an update of Upsun', async () => {
		setAccessToken(world);
		pointElsewhere(`/users/${ME}`, status);
		const { message } = await world.run(upsunUpdateOf(byId(ME), { company: 'A' }));
		expect(message).toContain(`Upsun answered ${status}`);
		expect(message).toContain("check 'API URL' in the credential");
		expect(elsewhere.journal.count()).toBe(0);
	});

	it('is not followed by an exchange of an API key or API token', async () => {
		pointElsewhere('/oauth2/token', status);
		setApiKey(world);
		const ubidots = await world.run(updateOf(byId(TESTT), { firstName: 'A' }));
		const upsun = await world.run(upsunUpdateOf(byId(ME), { company: 'A' }));
		expect(ubidots.message).toContain("check 'Base URL' in the credential");
		expect(upsun.message).toContain("check 'Auth URL' in the credential");
		expect(elsewhere.journal.count()).toBe(0);
	});
});

describe('the test of a credential', () => {
	it('does not follow a redirect to another server either', async () => {
		pointElsewhere('/api/v2.0/users/', 302);
		const result = await testCredential(world, 'ubidots');
		expect(elsewhere.journal.count()).toBe(0);
		expect(result.status).toBe('Error');
	});

	it('does not for Upsun', async () => {
		setAccessToken(world);
		pointElsewhere('/users/me', 302);
		const result = await testCredential(world, 'upsun');
		expect(elsewhere.journal.count()).toBe(0);
		expect(result.status).toBe('Error');
	});
});
