import type { IDataObject } from 'n8n-workflow';

import { INES, TESTT } from '../../../../support/people';
import { requestBodies, requestLines } from '../../../../support/requests';
import { CONTINUE, type OnError, TO_ERROR_OUTPUT, updateOf } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

const world = useWorld();

/** Good, refused by the node, good, refused by the API, good. */
const people = [
	{ key: TESTT, name: 'A', mail: 'a@example.com', Department: 'HR' },
	{ key: '..', name: 'B', mail: 'b@example.com', Department: 'HR' },
	{ key: '~otto-berg', name: 'C', mail: 'c@example.com', Department: 'IT' },
	{ key: INES, name: 'D', mail: 'wei.zhang@example.org', Department: 'IT' },
	{ key: '~kai-makoa', name: 'E', mail: 'e@example.com', Department: 'IT' },
];

const update = async (items: IDataObject[], onError?: OnError) =>
	await world.run(
		updateOf(
			'={{ $json.key }}',
			{ firstName: '={{ $json.name }}', email: '={{ $json.mail }}' },
			{ maxConcurrentRequests: 1 },
			onError,
		),
		items,
	);

const REFUSED = "'User' is '..', which cannot be a user's ID or username [item 1]";
const TAKEN = `Could not update the user '${INES}': Ubidots answered 400: Validation Error. email: A user with that email already exists. [item 3]`;
const TAKEN_DETAILS = {
	httpCode: '400',
	code: 400001,
	fields: { email: ['A user with that email already exists.'] },
};

describe('a bad item among good ones', () => {
	it('stops the run before the first request without Continue On Fail', async () => {
		const { status, items, message, description, error } = await update(people);
		expect([status, items]).toEqual(['error', []]);
		expect([message, description]).toEqual([REFUSED, 'No request was sent.']);
		expect(error?.context?.itemIndex).toBe(1);
		expect(requestLines(world)).toEqual([]);
	});

	it('becomes an error item in its place with Continue On Fail', async () => {
		const { status, items } = await update(people, CONTINUE);
		expect(status).toBe('success');
		expect(items.map(({ json }) => json.firstName ?? json.error)).toEqual([
			'A',
			REFUSED,
			'C',
			TAKEN,
			'E',
		]);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(people.map((_, item) => ({ item })));
	});

	it('is not sent, and the good ones are', async () => {
		await update(people, CONTINUE);
		expect(requestBodies(world)).toEqual(
			['A', 'C', 'D', 'E'].map((name) => {
				const { name: firstName, mail: email } = people.find((one) => one.name === name)!;
				return { firstName, email };
			}),
		);
	});
});

describe('an error item', () => {
	it('has the keys error and details and no other, so that n8n knows it for one', async () => {
		const { items } = await update(people, CONTINUE);
		for (const index of [1, 3]) {
			expect(Object.keys(items[index].json).sort()).toEqual(['details', 'error']);
		}
		expect(items[1].json.details).toEqual({});
		expect(items[3].json.details).toEqual(TAKEN_DETAILS);
	});

	it('comes out of the error output with its input beside it', async () => {
		const { items, errorItems } = await update(people, TO_ERROR_OUTPUT);
		expect(items.map(({ json }) => json.firstName)).toEqual(['A', 'C', 'E']);
		expect(errorItems.map(({ json }) => json)).toEqual([
			{ ...people[1], error: REFUSED, details: {} },
			{ ...people[3], error: TAKEN, details: TAKEN_DETAILS },
		]);
	});

	it('stands for every item when the run as a whole cannot be', async () => {
		world.setCredential('ubidots', { baseUrl: 'not an address' });
		const { items } = await update(people.slice(2), CONTINUE);
		expect(items.map(({ json }) => Object.keys(json))).toEqual(Array(3).fill(['error', 'details']));
		expect(items[0].json.error).toContain("'Base URL' in the credential is no web address");
	});

	it('keeps the reason of its own when the run as a whole cannot be', async () => {
		world.setCredential('ubidots', { baseUrl: 'not an address' });
		const { items } = await update(people, CONTINUE);
		expect(items[1].json.error).toBe(REFUSED);
	});
});

describe('a run that the API stops in the middle', () => {
	it('says what was updated, what failed and what was not sent', async () => {
		const good = people.filter(({ key }) => key !== '..');
		const { message, description, error } = await update(good);
		expect(message).toBe(TAKEN.replace('item 3', 'item 2'));
		expect(description?.split('\n')).toEqual([
			'Updated: items 0-1 (2)',
			'Failed: item 2 (1)',
			'Not sent: item 3 (1)',
		]);
		expect(error?.httpCode).toBe('400');
		expect(requestLines(world)).toHaveLength(3);
	});
});

describe('the text of the API', () => {
	it('is not replaced by n8n’s own where it holds a system error code', async () => {
		const detail = { firstName: ['ECONNREFUSED is no name'] };
		world.sandbox.faults.add({
			answer: { status: 400, body: { code: 400001, message: 'Validation Error.', detail } },
		});
		const { message } = await update(people.slice(0, 1));
		expect(message).toContain('firstName: ECONNREFUSED is no name [item 0]');
	});

	it('is cut where it is endless', async () => {
		world.sandbox.faults.add({
			answer: { status: 400, body: { detail: 'very '.repeat(10_000) } },
		});
		const { message } = await update(people.slice(0, 1));
		expect(message?.length).toBeLessThan(600);
	});
});
