import type { IDataObject } from 'n8n-workflow';

import { setAccessToken } from '../../../../support/credentials';
import { column } from '../../../../support/outputs';
import { INES, JSMITH, ME, TESTT } from '../../../../support/people';
import { requestBodies, requestLines } from '../../../../support/requests';
import {
	BY_ID_OF_ITEM,
	byId,
	CONTINUE,
	type OnError,
	TO_ERROR_OUTPUT,
	ubidots,
	updateOf,
	upsunUpdateOf,
} from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

const world = useWorld();
beforeEach(() => setAccessToken(world));

const ONE_BY_ONE = { maxConcurrentRequests: 1 };
const TAKEN = 'A user with that email already exists.';

const ofUbidots = (onError?: OnError) =>
	updateOf(
		'={{ $json.key }}',
		{ firstName: '={{ $json.name }}', email: '={{ $json.mail }}' },
		ONE_BY_ONE,
		onError,
	);
const ofUpsun = (onError?: OnError) =>
	upsunUpdateOf(BY_ID_OF_ITEM, { country: '={{ $json.country }}' }, ONE_BY_ONE, onError);

/** Items of both nodes: good, refused by the node, good, refused by the API, good. */
const people = [
	{ key: TESTT, name: 'A', mail: 'a@example.com', Department: 'HR' },
	{ key: '..', name: 'B', mail: 'b@example.com', Department: 'HR' },
	{ key: '~otto-berg', name: 'C', mail: 'c@example.com', Department: 'IT' },
	{ key: INES, name: 'D', mail: 'wei.zhang@example.org', Department: 'IT' },
	{ key: '~kai-makoa', name: 'E', mail: 'e@example.com', Department: 'IT' },
];
const accounts = [
	{ id: ME, country: 'DE' },
	{ id: ME, country: 'Germany' },
	{ id: ME, country: 'FR' },
	{ id: JSMITH, country: 'IT' },
	{ id: ME, country: 'SE' },
];

describe.each([
	{
		node: 'Ubidots',
		setup: ofUbidots,
		rows: people as IDataObject[],
		field: 'firstName',
		written: ['A', 'C', 'E'],
		bodies: [0, 2, 3, 4].map((row) => ({ firstName: people[row].name, email: people[row].mail })),
		paths: [TESTT, '~otto-berg', INES, '~kai-makoa'].map((key) => `/api/v2.0/users/${key}`),
		refusal:
			"'User' is '..', which cannot be a user's ID or username: it means something else in an address. Enter one of them, or choose By Email [item 1]",
		error: `Could not update the user '${INES}': Ubidots answered 400: Validation Error. email: ${TAKEN} [item 3]`,
		details: { httpCode: '400', code: 400001, fields: { email: [TAKEN] } },
	},
	{
		node: 'Upsun',
		setup: ofUpsun,
		rows: accounts as IDataObject[],
		field: 'country',
		written: ['DE', 'FR', 'SE'],
		bodies: [0, 2, 3, 4].map((row) => ({ country: accounts[row].country })),
		paths: [ME, ME, JSMITH, ME].map((id) => `/users/${id}`),
		refusal: "'Country' is 'Germany': it has to be a two-letter country code, like DE [item 1]",
		error: expect.stringMatching(/Upsun answered 403: .* \[item 3\]$/) as string,
		details: expect.objectContaining({ httpCode: '403' }) as IDataObject,
	},
])(
	'a bad item among good ones of $node',
	({ setup, rows, field, written, bodies, paths, refusal, error, details }) => {
		it('stops the run before the first request without Continue On Fail', async () => {
			const { status, items, message, description, ...run } = await world.run(setup(), rows);
			expect([status, items]).toEqual(['error', []]);
			expect(message).toBe(refusal);
			expect(description).toMatch(/^No request was sent\.\nTo go on with the 4 good items, /);
			expect(run.error?.context?.itemIndex).toBe(1);
			expect(requestLines(world)).toEqual([]);
		});

		it('becomes an error item in its place with Continue On Fail', async () => {
			const { status, items } = await world.run(setup(CONTINUE), rows);
			const [first, second, third] = written;
			expect(status).toBe('success');
			expect(items.map(({ json }) => json[field] ?? json.error)).toEqual([
				first,
				refusal,
				second,
				error,
				third,
			]);
			expect(items.map(({ pairedItem }) => pairedItem)).toEqual(rows.map((_, item) => ({ item })));
		});

		it('is not sent, and the good ones are', async () => {
			await world.run(setup(CONTINUE), rows);
			expect(requestLines(world)).toEqual(paths.map((path) => `PATCH ${path}`));
			expect(requestBodies(world)).toEqual(bodies);
		});

		it('has the keys error and details and no other, so that n8n knows it for an error item', async () => {
			const { items } = await world.run(setup(CONTINUE), rows);
			expect(items[1].json).toEqual({ error: refusal, details: {} });
			expect(items[3].json).toEqual({ error, details });
		});

		it('comes out of the error output with its input beside it', async () => {
			const { items, errorItems } = await world.run(setup(TO_ERROR_OUTPUT), rows);
			expect(column(items, field)).toEqual(written);
			expect(errorItems.map(({ json }) => json)).toEqual([
				{ ...rows[1], error: refusal, details: {} },
				{ ...rows[3], error, details },
			]);
		});
	},
);

it('a bad item keeps its own reason when the run as a whole cannot be', async () => {
	world.setCredential('ubidots', { baseUrl: 'not an address' });
	const { items } = await world.run(ofUbidots(CONTINUE), people);
	expect(items[0].json.error).toContain("'Base URL' in the credential is not a web address");
	expect(items[1].json.error).toContain("'User' is '..'");
});

describe('the text of the API', () => {
	const messageOn = async (detail: unknown) => {
		const body = { code: 400001, message: 'Validation Error.', detail };
		world.sandbox.faults.add({ answer: { status: 400, body } });
		return (await world.run(updateOf(byId(TESTT)))).message;
	};

	it('is not replaced by n8n’s own where it holds a system error code', async () => {
		const message = await messageOn({ firstName: ['ECONNREFUSED is no name'] });
		expect(message).toContain('firstName: ECONNREFUSED is no name [item 0]');
	});

	it('is cut where it is endless', async () => {
		expect((await messageOn('very '.repeat(10_000)))?.length).toBeLessThan(600);
	});
});

it('an unknown operation is refused by its name', async () => {
	const { message } = await world.run(ubidots('explode', { userKey: byId(TESTT) }));
	expect(message).toContain("'explode'");
	expect(requestLines(world)).toEqual([]);
});
