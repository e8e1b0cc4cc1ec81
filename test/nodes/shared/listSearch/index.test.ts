import type { FaultAnswer } from '../../../../tools/sandbox';
import { setAccessToken } from '../../../support/credentials';
import { failureOf, openPicker } from '../../../support/pickers';
import { useWorld } from '../../../support/useWorld';
import { inVirtualTime } from '../../../support/virtualTime';

const world = useWorld();
beforeEach(() => setAccessToken(world));

const PICKERS = [
	['ubidots', 'searchUsers', 'list users'],
	['ubidots', 'searchOrganizations', 'list organizations'],
	['ubidots', 'searchOrganizationLabels', 'list organizations'],
	['ubidots', 'searchRoles', 'list roles'],
	['ubidots', 'searchDashboards', 'list dashboards'],
	['upsun', 'searchUsers', 'list the users of your organizations'],
] as const;

const FORBIDDEN = {
	code: 403001,
	message: 'Forbidden.',
	detail: 'You do not have permission to perform this action.',
};

describe.each(PICKERS)('%s %s', (service, method, purpose) => {
	const title = service === 'ubidots' ? 'Ubidots' : 'Upsun';
	const fail = async (answer?: FaultAnswer) => {
		if (answer) world.sandbox.faults.add({ answer, times: 50 });
		return await failureOf(openPicker(world, service, method));
	};
	/** One sentence for a person: no stack, no markup, no address, no secret. */
	const isSentence = ({
		message,
		description,
	}: {
		message: string;
		description?: string | null;
	}) => {
		const text = `${message} ${description ?? ''}`;
		expect(text).toContain(purpose);
		expect(text).not.toMatch(/\bat .*\.(ts|js):\d+|\[object |undefined|NodeApiError|AxiosError/);
		expect(text).not.toMatch(/https?:\/\/127|\?page|token=/);
		const secrets = Object.values(world.sandbox.secrets);
		expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
		expect(message.length).toBeLessThan(400);
	};

	it('says what to check when the token is wrong', async () => {
		world.setCredential('ubidots', { token: 'BBFF-wrongToken' });
		world.setCredential('upsun', { accessToken: 'wrongBearerToken' });
		const failure = await fail();
		isSentence(failure);
		expect(failure.message).toContain(`${title} answered 401`);
		expect(failure.message).toContain('check the token');
		expect(failure.message).not.toMatch(/BBFF|wrongBearer/);
	});

	it('quotes what the service says of a fault of its own', async () => {
		const failure = await fail({ status: 500, body: { message: 'Out of order', error: '' } });
		isSentence(failure);
		expect(failure.message).toContain('Out of order');
	});

	it('says that a web page came instead of a list', async () => {
		const body = '<!doctype html><title>Sign in</title>';
		const failure = await fail({ status: 200, contentType: 'text/html', body });
		isSentence(failure);
		expect(failure.message).toContain('not JSON');
		expect(failure.message).toContain('in the credential');
	});

	it('says that the address leads elsewhere, and does not go there', async () => {
		const answer = { status: 302, headers: { location: 'https://attacker.example/login' } };
		const failure = await fail(answer);
		isSentence(failure);
		expect(failure.message).toContain('redirects elsewhere');
		expect(failure.message).not.toContain('attacker');
	});
});

describe.each(PICKERS.slice(0, 5))('%s %s', (_, method, purpose) => {
	it.each([
		['an object', { hello: 'world' }],
		['a list without an envelope', [{ id: '1' }]],
		['results that are no list', { count: 1, next: null, results: { id: '1' } }],
	])('says that the answer is no list when it is %s', async (_kind, body) => {
		world.sandbox.faults.add({ answer: { status: 200, body } });
		const { message } = await failureOf(openPicker(world, 'ubidots', method));
		expect(message).toContain(`Could not ${purpose}: the response `);
	});

	it('says what right is missing, and that the value can be entered by hand', async () => {
		world.sandbox.faults.add({ answer: { status: 403, body: FORBIDDEN } });
		const { message } = await failureOf(openPicker(world, 'ubidots', method));
		expect(message).toContain(`Could not ${purpose}`);
		expect(message).toContain('You do not have permission to perform this action.');
		if (method !== 'searchUsers') expect(message).not.toContain('right to manage users');
		expect(message).toMatch(/by hand|enter/);
	});
});

describe('without a network', () => {
	it('every picker says so, and does not keep its user waiting', async () => {
		world.setCredential('ubidots', { baseUrl: 'http://127.0.0.1:9' });
		world.setCredential('upsun', { apiUrl: 'http://127.0.0.1:9' });
		// The longest waits that the dice give.
		const dice = jest.spyOn(Math, 'random').mockReturnValue(0.95);
		let seconds = 0;
		const failures = await inVirtualTime(async () => {
			const startedAt = Date.now();
			const all = await Promise.all(
				PICKERS.map(
					async ([service, method]) => await failureOf(openPicker(world, service, method)),
				),
			);
			seconds = (Date.now() - startedAt) / 1000;
			return all;
		});
		dice.mockRestore();
		for (const { message } of failures) {
			expect(message).toContain('nothing answers at that address');
			expect(message).toContain('check the address in the credential');
			expect(message).not.toContain('127.0.0.1');
		}
		expect(seconds).toBeLessThan(5);
	});
});

describe('a credential', () => {
	it('with something that is no address is named', async () => {
		world.setCredential('ubidots', { baseUrl: 'ubidots' });
		const { message } = await failureOf(openPicker(world, 'ubidots', 'searchUsers'));
		expect(message).toContain("'Base URL' in the credential is not a web address");
	});

	it('that is missing is asked for', async () => {
		world.credentials.forEach((credential) => (credential.id += '-gone'));
		const { message } = await failureOf(openPicker(world, 'ubidots', 'searchUsers'));
		world.credentials.forEach((credential) => (credential.id = credential.id.replace('-gone', '')));
		expect(message).toMatch(/credential/i);
	});
});

it.each(['searchUsers', 'searchOrganizations', 'searchRoles', 'searchDashboards'] as const)(
	'%s does not speak of a user when there is no such list',
	async (method) => {
		const answer = { status: 404, body: { message: 'Not found.' } };
		world.sandbox.faults.add({ answer, times: 50 });
		const { message } = await failureOf(openPicker(world, 'ubidots', method));
		expect(message).toMatch(/Not found\. → check 'Base URL' in the credential/);
	},
);
