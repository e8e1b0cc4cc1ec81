import { people } from '../../support/people';
import { patches, reads } from '../../support/requests';
import { autoMap, bulkUpdate, byUsername, CONTINUE, update } from '../../support/setups';
import { startWorld, type World } from '../../support/world';

let world: World;
beforeEach(async () => {
	world = await startWorld({ users: 12 });
	jest.spyOn(Math, 'random').mockReturnValue(0.01);
});
afterEach(async () => {
	jest.restoreAllMocks();
	await world.close();
});

describe('a user who is renamed by the old username', () => {
	const rename = () => {
		const setup = update({}, CONTINUE);
		setup.parameters.userKey = byUsername('testt');
		setup.parameters.updateFields = { username: 'renamed' };
		return setup;
	};

	it('is reported as renamed when the answer was lost on the way', async () => {
		world.sandbox.faults.add({ match: { method: 'PATCH' }, when: 'after', answer: 'reset' });
		const { items } = await world.run(rename());
		expect(world.sandbox.ubidots.user('renamed')).toBeDefined();
		// The repeat meets a 404: the old name is gone, because the first attempt worked.
		expect(items[0].json).toMatchObject({ username: 'renamed' });
	});

	it('is simply not found when no such user was there at first', async () => {
		const setup = rename();
		setup.parameters.userKey = byUsername('nobody');
		const { items } = await world.run(setup);
		expect(items[0].json.error).toMatch(/no such user|answered 404/);
		expect(items[0].json.details).toMatchObject({ httpCode: '404' });
		expect(items[0].json.error).not.toMatch(/may have been|all the same/);
	});
});

it('a service that stays busy is given up within retryTimeout, with the number of attempts', async () => {
	world.sandbox.faults.add({
		match: { method: 'PATCH' },
		times: Infinity,
		answer: { status: 503, headers: { 'retry-after': '0.2' } },
	});
	const { message } = await world.run(update({ retryTimeout: 0.7 }), people(1));
	const attempts = patches(world).length;
	expect(attempts).toBeGreaterThanOrEqual(2);
	expect(attempts).toBeLessThanOrEqual(4);
	expect(message).toContain(`after ${attempts} attempts`);
});

it('nothing listening at the address is told at once when there is no time for retries', async () => {
	world.setCredential('ubidots', { baseUrl: 'http://127.0.0.1:9' });
	const { message } = await world.run(update({ retryTimeout: 0 }), people(2));
	expect(message).toMatch(/nothing answers at that address: check the address in the credential/);
	expect(message).not.toMatch(/all the same/);
});

describe('a look-up that fails for good before a bulk update', () => {
	const rows = [
		{ username: 'person-00001', firstName: 'X' },
		{ username: 'person-00002', firstName: 'Y' },
	];

	it.each([
		['no answer', { answer: 'reset' as const }, /connection was closed/],
		['a 403', { answer: { status: 403, body: { detail: 'Not for you.' } } }, /Not for you\./],
		['truncated JSON', { answer: 'truncatedJson' as const }, /not JSON/],
	])('because of %s writes nothing, and every row says why', async (_name, fault, text) => {
		world.sandbox.faults.add({ match: { method: 'GET' }, times: Infinity, ...fault });
		const setup = bulkUpdate({ retryTimeout: 0 }, CONTINUE, autoMap('username'));
		const { items } = await world.run(setup, rows);
		expect(items).toHaveLength(2);
		for (const { json } of items) {
			expect(json.error).toMatch(text);
			// It was a question, so nothing can have been done by it.
			expect(json.error).not.toMatch(/all the same/);
		}
		expect(patches(world).length).toBe(0);
	});

	it('is tried again like any request', async () => {
		world.sandbox.faults.add({ match: { method: 'GET' }, answer: 'html' });
		const { items } = await world.run(bulkUpdate({}, undefined, autoMap('username')), rows);
		expect(items.map(({ json }) => json.status)).toEqual(['accepted', 'accepted']);
		expect(reads(world).length).toBe(2);
	});
});

it('what the service says is shown in one piece, and never a password that it repeats', async () => {
	const typed = 'Very-long-secret-9';
	world.sandbox.faults.add({
		match: { method: 'PATCH' },
		answer: {
			status: 400,
			body: {
				message: 'Validation Error.',
				detail: { password: [`"${typed}" is too common.`] },
			},
		},
	});
	const setup = bulkUpdate({ isolateBadRows: false }, CONTINUE);
	const { items } = await world.run(setup, [{ ...people(1)[0], password: typed }]);
	expect(items[0].json.error).toContain('is too common');
	expect(JSON.stringify(items)).not.toContain(typed);
});
