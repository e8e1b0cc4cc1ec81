import type { IDataObject } from 'n8n-workflow';

import { MAYBE_APPLIED } from '../../../../../nodes/shared/http/errors';
import { JOSE, PASSWORD, TESTT } from '../../../../support/people';
import { requestLines, requests } from '../../../../support/requests';
import { byId, byUsername, CONTINUE, updateOf } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

const world = useWorld();

beforeAll(() => jest.spyOn(Math, 'random').mockReturnValue(0.01));

afterAll(() => jest.restoreAllMocks());

const BY_OLD_NAME = 'PATCH /api/v2.0/users/~testt';

const BY_NEW_NAME = 'GET /api/v2.0/users/~renamed';

/** The first PATCH is carried out, but its answer is lost; `meanwhile` happens before the second. */
function loseAnswer(meanwhile: () => void = () => {}) {
	world.sandbox.faults.add({ match: { method: 'PATCH' }, when: 'after', answer: 'reset' });
	let patched = 0;
	world.sandbox.options.onRequest = ({ method }) => {
		if (method === 'PATCH' && ++patched === 1) meanwhile();
	};
}

const rename = async (fields: IDataObject = {}, options: IDataObject = {}) =>
	await world.run(updateOf(byUsername('testt'), { username: 'renamed', ...fields }, options));

/** The user that has the new name is a person who was there before. */
const takenBy = (changes: IDataObject) => () => {
	world.sandbox.ubidots.put({ id: TESTT, username: 'moved-on' });
	world.sandbox.ubidots.put({ id: JOSE, username: 'renamed', ...changes });
};

describe('a rename whose answer was lost, and whose repeat finds nobody under the old name', () => {
	it('is not looked for under a name that would be another path', async () => {
		const notFound = { status: 404, body: { detail: 'Not found.' } };
		world.sandbox.faults.add({ match: { method: 'PATCH' }, answer: 'reset' });
		world.sandbox.faults.add({ match: { method: 'PATCH' }, answer: notFound });
		const { message } = await rename({ username: 'a/b' });
		expect(message).toContain(
			"the user no longer exists, and 'a/b' cannot be looked up. The update may have been applied in part",
		);
		expect(requestLines(world)).toEqual([BY_OLD_NAME, BY_OLD_NAME]);
	});

	it('was carried out when the user under the new name has the new values', async () => {
		loseAnswer();
		const { items } = await rename({ firstName: 'Ada' });
		expect(items[0].json).toMatchObject({ id: TESTT, username: 'renamed', firstName: 'Ada' });
		expect(requestLines(world)).toEqual([BY_OLD_NAME, BY_OLD_NAME, BY_NEW_NAME]);
	});

	it('is not doubted because of a password, which nobody can read', async () => {
		loseAnswer();
		const { items } = await rename({ password: PASSWORD });
		expect(items[0].json).toMatchObject({ id: TESTT, username: 'renamed' });
	});

	it('is looked for again when the service is busy', async () => {
		loseAnswer();
		world.sandbox.faults.add({ match: { method: 'GET' }, answer: { status: 503 } });
		const { items } = await rename();
		expect(items[0].json).toMatchObject({ id: TESTT, username: 'renamed' });
	});

	it('failed when the user under the new name has other values', async () => {
		loseAnswer(takenBy({ firstName: 'José' }));
		const { message, error } = await rename({ firstName: 'Ada' });
		expect(message).toBe(
			"Could not update the user 'testt': the user no longer exists, and 'renamed' does not have the new values. The update may have been applied in part [item 0]",
		);
		expect(error?.httpCode).toBe('404');
	});

	it('failed when the user under the new name is known to be another, whatever its values', async () => {
		loseAnswer(takenBy({ firstName: 'Ada' }));
		const { message } = await rename({ firstName: 'Ada' }, { skipUnchanged: true });
		expect(message).toContain("'renamed' does not have the new values");
	});

	it('was carried out when the user under the new name is known to be the same', async () => {
		loseAnswer();
		const { items } = await rename({ firstName: 'Ada' }, { skipUnchanged: true });
		expect(items[0].json).toMatchObject({ id: TESTT, username: 'renamed', firstName: 'Ada' });
	});
});

describe('nobody is looked for under a new name', () => {
	const notFound = { status: 404, body: { detail: 'Not found.' } };

	it('when the very first answer was that there is no such user', async () => {
		world.sandbox.faults.add({ match: { method: 'PATCH' }, answer: notFound });
		const { message, error } = await rename();
		expect(message).toBe(
			"Could not update the user 'testt': Ubidots answered 404: there is no such user → check the username [item 0]",
		);
		expect(error?.httpCode).toBe('404');
		expect(requestLines(world)).toEqual([BY_OLD_NAME]);
	});

	it.each([
		['the user is named by ID', byId(TESTT), { username: 'renamed' }],
		['the name stays', byUsername('testt'), { firstName: 'Ada' }],
	])('when %s: a 404 then means what it says', async (_, userKey, fields) => {
		world.sandbox.faults.add({ match: { method: 'PATCH' }, when: 'after', answer: 'reset' });
		world.sandbox.faults.add({ match: { method: 'PATCH' }, answer: notFound });
		const { message } = await world.run(updateOf(userKey, fields));
		expect(message).toContain(
			'answered 404 after 2 attempts: Not found. It may have been carried out anyway',
		);
		expect(requests(world).map(({ method }) => method)).toEqual(['PATCH', 'PATCH']);
	});
});

it('a password that the answer repeats is not shown', async () => {
	const body = { detail: `${PASSWORD} is too short.` };
	world.sandbox.faults.add({ match: { method: 'PATCH' }, answer: { status: 400, body } });
	const { message } = await world.run(updateOf(byId(TESTT), { password: PASSWORD }));
	expect(message).toContain('answered 400: ••• is too short.');
});

describe('a user who is renamed by the old username', () => {
	const rename = async (username: string) =>
		await world.run(updateOf(byUsername(username), { username: 'renamed' }, {}, CONTINUE));

	it('is reported as renamed when the answer was lost on the way', async () => {
		world.sandbox.faults.add({ match: { method: 'PATCH' }, when: 'after', answer: 'reset' });
		const { items } = await rename('testt');
		expect(world.sandbox.ubidots.user('renamed')).toBeDefined();
		// The repeat meets a 404: the old name is gone, because the first attempt worked.
		expect(items[0].json).toMatchObject({ username: 'renamed' });
	});

	it('is simply not found when no such user was there at first', async () => {
		const { items } = await rename('nobody');
		expect(items[0].json.error).toMatch(/no such user|answered 404/);
		expect(items[0].json.details).toMatchObject({ httpCode: '404' });
		expect(items[0].json.error).not.toContain(MAYBE_APPLIED);
	});
});
