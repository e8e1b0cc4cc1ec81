import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { generatedUserId } from '../../tools/sandbox';
import { people } from '../support/people';
import { patches, requestCount, requests } from '../support/requests';
import {
	autoMap,
	bulkUpdate,
	byId,
	byLabel,
	byUsername,
	CONTINUE,
	update,
} from '../support/setups';
import { useWorld } from '../support/useWorld';

const world = useWorld({ users: 300 });

const run = async (parameters: IDataObject, items: IDataObject[] = [{}], service = 'ubidots') =>
	await world.run(
		{ service: service as 'ubidots', parameters: parameters as INodeParameters },
		items,
	);
const ID = generatedUserId(1);
const updateOne = async (updateFields: IDataObject, item: IDataObject = {}) =>
	await run({ operation: 'update', userKey: byId(ID), updateFields }, [item]);

describe('values that JSON or the HTTP client would change without a word', () => {
	it('keys such as "constructor" in Properties are written', async () => {
		const properties = { prototype: true, constructor: 'ACME', a: { constructor: 1 }, ok: 1 };
		const { message } = await updateOne({ properties: JSON.stringify(properties) });
		expect(message).toBeUndefined();
		expect(patches(world)[0].body).toEqual({ properties });
	});

	it.each<[string, IDataObject, string]>([
		['NaN as text', { firstName: '={{ Number("x") }}' }, "'First Name' is NaN, which is no number"],
		['Infinity as text', { firstName: '={{ 1 / 0 }}' }, "'First Name' is Infinity"],
		['NaN as a password', { password: '={{ Number("x") }}' }, "'Password' is no text"],
		[
			'a long number',
			{ lastName: '={{ 633124712471234712341234 }}' },
			'has lost its last digits: give it as text',
		],
		['a Map', { properties: '={{ new Map([["a", 1]]) }}' }, "'Properties' is"],
		['a number inside', { properties: '={{ ({ a: { b: NaN } }) }}' }, "has NaN at 'a.b'"],
		['nothing inside', { properties: '={{ ({ a: [1, undefined] }) }}' }, "undefined at 'a.1'"],
		['a function', { properties: '={{ ({ a: () => 1 }) }}' }, "at 'a', which JSON cannot hold"],
	])('%s is refused', async (_, fields, text) => {
		expect((await updateOne(fields)).message).toContain(text);
		expect(requestCount(world)).toBe(0);
	});

	it('an object that is nested without end is refused', async () => {
		const deep = (levels: number): IDataObject => (levels === 0 ? {} : { a: deep(levels - 1) });
		const { message } = await updateOne({ properties: '={{ $json.deep }}' }, { deep: deep(500) });
		expect(message).toContain("'Properties' is nested too deeply");
	});

	it('a list of tags may come as JSON text, as sheets hold it', async () => {
		await updateOne({ tags: '["north","shift, late"]' });
		await updateOne({ tags: '=[]' });
		await updateOne({ tags: '[x], y' });
		expect(patches(world).map(({ body }) => body)).toEqual([
			{ tags: ['north', 'shift, late'] },
			{ tags: [] },
			{ tags: ['[x]', 'y'] },
		]);
	});
});

describe('one user that is named in two ways', () => {
	/** The first request is sent again after a moment, in which the second could overtake it. */
	const slowFirst = (method: string) =>
		world.sandbox.faults.add({ match: { method }, times: 1, answer: { status: 429 } });

	it('ends as the last item says', async () => {
		slowFirst('PATCH');
		const setup = update();
		setup.parameters.userKey = '={{ $json.key }}';
		const { username } = world.sandbox.ubidots.user(ID) ?? {};
		await world.run(setup, [
			{ key: ID, firstName: 'First' },
			{ key: `~${String(username)}`, firstName: 'Second' },
		]);
		expect(world.sandbox.ubidots.user(ID)?.firstName).toBe('Second');
	});

	it('is compared with what an earlier item wrote', async () => {
		const { username, firstName } = world.sandbox.ubidots.user(ID) ?? {};
		const setup = update({ skipUnchanged: true });
		setup.parameters.userKey = '={{ $json.key }}';
		const { items } = await world.run(setup, [
			{ key: ID, firstName: 'Changed' },
			{ key: `~${String(username)}`, firstName },
		]);
		expect(world.sandbox.ubidots.user(ID)?.firstName).toBe(firstName);
		expect(items[1].json.changes).toEqual({ firstName: { from: 'Changed', to: firstName } });
	});

	it('is compared with what an earlier item would write, in a dry run', async () => {
		const { firstName } = world.sandbox.ubidots.user(ID) ?? {};
		const { items } = await world.run(update({ dryRun: true }), [
			{ id: ID, firstName: 'Changed' },
			{ id: ID, firstName },
		]);
		expect(items.map(({ json }) => json.status)).toEqual(['planned', 'planned']);
		expect(patches(world)).toEqual([]);
	});

	it('is the same for Upsun: me, an ID and an email address', async () => {
		const me = world.sandbox.upsun.users()[0];
		slowFirst('PATCH');
		const keys = ['me', me.id, me.email];
		await run(
			{
				operation: 'update',
				userId: '={{ $json.key }}',
				updateFields: { company: '={{ $json.company }}' },
			},
			keys.map((key, index) => ({ key, company: `Company ${index}` })),
			'upsun',
		);
		expect(world.sandbox.upsun.users()[0].company).toBe('Company 2');
	});

	it('gets the last of two roles in one organization', async () => {
		slowFirst('POST');
		const { message } = await run(
			{
				operation: 'assignOrganizations',
				userKey: byUsername('amara-okafor'),
				organizations: {
					organization: [
						{
							label: byLabel('acme-energy'),
							role: byLabel('={{ $json.role }}'),
						},
					],
				},
			},
			[{ role: 'operator' }, { role: 'viewer' }],
		);
		expect(message).toBeUndefined();
		const bodies = requests(world).map(({ body }) => JSON.stringify(body));
		expect(bodies.map((body) => /operator|viewer/.exec(body)?.[0])).toEqual([
			'operator',
			'operator',
			'viewer',
		]);
	});
});

it("a user without an email address is not taken for one whose address is 'null'", async () => {
	const nobody = { ...world.sandbox.ubidots.user(ID), email: null };
	world.sandbox.faults.add({
		match: { method: 'GET' },
		times: 10,
		answer: { status: 200, body: { count: 1, next: null, results: [nobody] } },
	});
	const rows = [
		{ email: 'null', firstName: 'X' },
		{ email: 'person-00002@example.com', firstName: 'Y' },
	];
	const { items } = await world.run(bulkUpdate({}, CONTINUE, autoMap('email')), rows);
	expect(items.map(({ json }) => 'error' in json)).toEqual([true, true]);
	expect(patches(world)).toEqual([]);
});

it('a key that is too long for an address fails alone', async () => {
	const rows = [
		{ username: 'x'.repeat(20_000), firstName: 'X' },
		{ username: 'person-00002', firstName: 'Y' },
		{ username: 'person-00003', firstName: 'Z' },
	];
	const { items } = await world.run(bulkUpdate({}, CONTINUE, autoMap('username')), rows);
	expect(items.map(({ json }) => json.status)).toEqual([undefined, 'accepted', 'accepted']);
	expect(String(items[0].json.error).length).toBeLessThan(1000);
});

describe('time', () => {
	it('an answer that drips for longer than Timeout is given up', async () => {
		world.sandbox.faults.add({ match: { method: 'PATCH' }, answer: 'drip' });
		const startedAt = Date.now();
		const { message } = await world.run(update({ timeout: 0.5, retryTimeout: 0 }), people(1));
		expect(message).toContain('no answer came within 0.5 s');
		expect(Date.now() - startedAt).toBeLessThan(3000);
	});

	it('Confirm does not wait much longer than Confirm Timeout for an answer that does not come', async () => {
		world.sandbox.faults.add({ match: { method: 'GET' }, times: 100, answer: 'hang' });
		const startedAt = Date.now();
		const { items, hints } = await world.run(
			bulkUpdate({ confirm: true, confirmTimeout: 1, timeout: 60, retryTimeout: 60 }),
			people(2),
		);
		expect(Date.now() - startedAt).toBeLessThan(6000);
		expect(items.map(({ json }) => json.status)).toEqual(['pending', 'pending']);
		expect(hints('Node')[0].message).toContain('accepted but not confirmed');
	});

	it('a page of a megabyte is searched for secrets without keeping n8n busy', async () => {
		const body = 'http://eyJ-'.repeat(100_000);
		world.sandbox.faults.add({
			match: { method: 'PATCH' },
			answer: { status: 200, contentType: 'text/html', body },
		});
		const startedAt = Date.now();
		const { message } = await world.run(update({ retryTimeout: 0 }), people(1));
		expect(message).toContain('not JSON');
		expect(Date.now() - startedAt).toBeLessThan(3000);
	});
});

it.each([
	[['Some error.'], 'Some error.'],
	[{ email: ['Enter a valid email.'] }, 'email: Enter a valid email.'],
	[{ non_field_errors: ['Not both.'] }, 'Not both.'],
	[{ error: 'oops' }, 'oops'],
	[{ message: ['One.', 'Two.'] }, 'One. Two.'],
	[{ detail: ['a', { b: 1 }] }, 'a {"b":1}'],
	[{ detail: [{ constructor: ['No.'] }] }, 'constructor: No.'],
])('an error body like %j is read', async (body, text) => {
	world.sandbox.faults.add({
		match: { method: 'PATCH' },
		answer: { status: 400, body: body as IDataObject },
	});
	expect((await world.run(update(), people(1))).message).toContain(`answered 400: ${text}`);
});

it('200 without a user is no success', async () => {
	world.sandbox.faults.add({
		match: { method: 'PATCH' },
		answer: { status: 200, body: { detail: 'Not found.' } },
	});
	const { message } = await world.run(update(), people(1));
	expect(message).toContain("the answer (200) is without 'id', it begins with: Not found.");
});
