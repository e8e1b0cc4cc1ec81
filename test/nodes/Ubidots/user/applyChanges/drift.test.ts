import type { IDataObject } from 'n8n-workflow';

import { USER_FIELDS } from '../../../../../nodes/Ubidots/user/fields';
import { driftOf } from '../../../../../nodes/shared/applyChanges/drift';
import type { PutUser } from '../../../../../tools/sandbox/ubidots/model';
import { AMARA, JOSE, KAI, NOBODY, people, TESTT } from '../../../../support/people';
import { column, failedItems } from '../../../../support/outputs';
import { requestCount, rowsSent } from '../../../../support/requests';
import {
	applyChanges,
	bulkUpdate,
	CONTINUE,
	TO_ERROR_OUTPUT,
	undoChanges,
} from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import { allUsers, changedSince } from '../../../../support/written';

const world = useWorld({ users: 130 });

const put = (user: PutUser) => world.sandbox.ubidots.put(user);
const planOf = async (rows: IDataObject[], options: IDataObject = { dryRun: true }) => {
	const { items } = await world.run(bulkUpdate(options), rows);
	world.sandbox.journal.clear();
	return items.map(({ json }) => json);
};
const doneOf = async (rows: IDataObject[]) => await planOf(rows, { skipUnchanged: true });

/** A field with the values that the user has, shall have, and has got from somebody else. */
const ELSE: Array<[string, PutUser, IDataObject, PutUser, string]> = [
	[
		'First Name',
		{ firstName: 'Ada' },
		{ firstName: 'Zoe' },
		{ firstName: 'Bob' },
		"'Ada' but is 'Bob'",
	],
	['First Name', { firstName: 'Ada' }, { firstName: 'Zoe' }, { firstName: '' }, "'Ada' but is ''"],
	['Last Name', { lastName: '' }, { lastName: 'Zed' }, { lastName: '张' }, "'' but is '张'"],
	['Username', { username: 'a' }, { username: 'b' }, { username: 'c' }, "'a' but is 'c'"],
	[
		'Email',
		{ email: 'a@x.org' },
		{ email: 'b@x.org' },
		{ email: 'c@x.org' },
		"'a@x.org' but is 'c@x.org'",
	],
	[
		'Default Role',
		{ defaultRole: 'viewer' },
		{ defaultRole: null },
		{ defaultRole: 'operator' },
		"'viewer' but is 'operator'",
	],
	[
		'Default Organization',
		{ defaultOrganization: null },
		{ defaultOrganization: 'acme-energy' },
		{ defaultOrganization: '62b4eb3519cd98007bf410bf' },
		"null but is '62b4eb3519cd98007bf410bf'",
	],
	[
		'Default Dashboard',
		{ defaultDashboard: 'plant-overview' },
		{ defaultDashboard: '' },
		{ defaultDashboard: 'street-lighting' },
		"'60d1b3ef5a2c9f000b62e001' but is '60d1b3ef5a2c9f000b62e003'",
	],
	[
		'Language',
		{ language: 'es-ES' },
		{ language: 'en-US' },
		{ language: null },
		"'es-ES' but is null",
	],
	[
		'Website',
		{ website: 'https://a.org' },
		{ website: '' },
		{ website: 'https://b.org' },
		"'https://a.org' but is 'https://b.org'",
	],
	[
		'Time Zone',
		{ timezone: null },
		{ timezone: 'Europe/Oslo' },
		{ timezone: 'Europe/Rome' },
		"null but is 'Europe/Rome'",
	],
	[
		'Decimal Places',
		{ decimalPlaces: 2 },
		{ decimalPlaces: 0 },
		{ decimalPlaces: null },
		'2 but is null',
	],
	[
		'Number Format',
		{ numberFormat: 'a' },
		{ numberFormat: 'b' },
		{ numberFormat: 'c' },
		"'a' but is 'c'",
	],
	[
		'Tags',
		{ tags: ['a', 'b'] },
		{ tags: ['a'] },
		{ tags: ['a', 'b', 'c'] },
		'["a","b"] but is ["a","b","c"]',
	],
	[
		'Contact Methods',
		{ contactMethods: [] },
		{ contactMethods: [{ type: 'sms', values: ['1'] }] },
		{ contactMethods: [{ type: 'sms', values: ['2'] }] },
		'[] but is [{"type":"sms","values":["2"]}]',
	],
	[
		'Properties',
		{ properties: { a: 1 } },
		{ properties: { a: 2 } },
		{ properties: { a: 1, b: 1 } },
		'{"a":1} but is {"a":1,"b":1}',
	],
	[
		'Properties',
		{ properties: { a: { b: 1 } } },
		{ properties: { a: 2 } },
		{ properties: { a: { b: 1, c: 1 } } },
		'{"a":{"b":1}} but is {"a":{"b":1,"c":1}}',
	],
];

it.each(ELSE)('%s that was %j, shall be %j, and is %j now, is left alone', async (...row) => {
	const [title, before, planned, now, difference] = row;
	put({ id: KAI, ...before });
	const plan = await planOf([{ id: KAI, ...planned }]);
	put({ id: KAI, ...now });
	const users = allUsers(world);
	const { items } = await world.run(applyChanges({}, CONTINUE), plan);
	const [name] = Object.keys(planned);
	const { error, details } = items[0].json as { error: string; details: IDataObject };
	expect(error).toContain(
		`The user '${KAI}' was changed since: '${title}' should be ${difference}`,
	);
	expect(error).toMatch(/ → make a new dry run \[item 0\]$/);
	expect(details).toEqual({
		code: 'changed',
		fields: { [name]: [expect.stringMatching(/^should be /)] },
	});
	expect(changedSince(world, users)).toEqual([]);
	expect(requestCount(world, { method: 'PATCH' })).toBe(0);
});

it('names all fields of a user that were changed, and writes none of the others', async () => {
	put({ id: KAI, firstName: 'Ada', lastName: 'Lee', language: 'en-US' });
	const plan = await planOf([{ id: KAI, firstName: 'Zoe', lastName: 'Zed', language: 'es-ES' }]);
	put({ id: KAI, firstName: 'Bob', language: 'de-DE' });
	const { message, error } = await world.run(applyChanges(), plan);
	expect(message).toBe(
		`The user '${KAI}' was changed since: 'First Name' should be 'Ada' but is 'Bob', 'Language' should be 'en-US' but is 'de-DE' → make a new dry run [item 0]`,
	);
	expect(error?.name).toBe('NodeApiError');
	expect(rowsSent(world)).toEqual([]);
});

it('writes what is left of a plan that somebody else has carried out in part', async () => {
	put({ id: KAI, firstName: 'Ada', lastName: 'Lee' });
	const plan = await planOf([{ id: KAI, firstName: 'Zoe', lastName: 'Zed' }]);
	put({ id: KAI, firstName: 'Zoe' });
	const { items } = await world.run(applyChanges(), plan);
	expect(rowsSent(world)).toEqual([{ id: KAI, lastName: 'Zed' }]);
	expect(items[0].json.changes).toEqual({ lastName: { from: 'Lee', to: 'Zed' } });
});

it('does not mind a change of another field', async () => {
	put({ id: KAI, firstName: 'Ada', properties: { floor: 1 } });
	const plan = await planOf([{ id: KAI, firstName: 'Zoe' }]);
	put({ id: KAI, lastName: 'New', tags: ['new'], properties: { floor: 2 } });
	await world.run(applyChanges(), plan);
	expect(rowsSent(world)).toEqual([{ id: KAI, firstName: 'Zoe' }]);
});

it.each<[string, PutUser, IDataObject, PutUser]>([
	[
		'the order of keys',
		{ properties: { a: { x: 1, y: 2 }, b: 1 } },
		{ properties: { b: 2 } },
		{ properties: { b: 1, a: { y: 2, x: 1 } } },
	],
	['the order of tags', { tags: ['a', 'b'] }, { tags: ['c'] }, { tags: ['b', 'a'] }],
	[
		'the case of an address',
		{ email: 'Kai@example.com' },
		{ email: 'k@example.com' },
		{ email: 'kai@Example.com' },
	],
	[
		'contact methods with new IDs',
		{ contactMethods: [{ type: 'sms', values: ['1'] }] },
		{ contactMethods: [] },
		{ contactMethods: [{ id: 'new', type: 'sms', values: ['1'] }] },
	],
])('is not fooled by %s', async (_, before, planned, now) => {
	put({ id: KAI, ...before });
	const plan = await planOf([{ id: KAI, ...planned }]);
	put({ id: KAI, ...now });
	const { items } = await world.run(applyChanges(), plan);
	expect(items[0].json.status).toBe('tags' in planned ? 'applied' : 'accepted');
	expect(rowsSent(world)).toEqual([{ id: KAI, ...planned }]);
});

describe('rows of users that were changed since, or are not there any more,', () => {
	const drifted = async () => {
		const plan = await planOf(people(120));
		for (const item of [5, 50, 119]) put({ id: String(plan[item].id), firstName: 'Bob' });
		plan[7].id = NOBODY;
		return plan;
	};

	it('are left alone with Continue On Fail, and the others are written', async () => {
		const plan = await drifted();
		const users = allUsers(world);
		const { items, hints } = await world.run(applyChanges({}, CONTINUE), plan);
		expect(failedItems(items)).toEqual([5, 7, 50, 119]);
		expect(items[7].json).toEqual({
			error: `No user has the ID '${NOBODY}' [item 7]`,
			details: { httpCode: '404' },
		});
		expect(column(items, 'status').filter((status) => status === 'accepted')).toHaveLength(116);
		expect(changedSince(world, users)).toHaveLength(116);
		expect(hints('Node').map(({ message }) => message)).toEqual([
			'3 of 120 users were changed since, and left alone',
		]);
	});

	it('go to the error output, if there is one', async () => {
		const plan = await drifted();
		const { items, errorItems } = await world.run(applyChanges({}, TO_ERROR_OUTPUT), plan);
		expect(items).toHaveLength(116);
		expect(errorItems.map(({ pairedItem }) => pairedItem)).toEqual(
			[5, 7, 50, 119].map((item) => ({ item })),
		);
	});

	it('end the run before its first write without it, all of them by name', async () => {
		const plan = await drifted();
		const { status, message, description } = await world.run(applyChanges(), plan);
		expect(status).toBe('error');
		expect(message).toMatch(/was changed since: .* \[item 5\]$/);
		const changed = (item: number) =>
			expect.stringMatching(
				`^Failed: item ${item} \\(1\\): The user '\\w+' was changed since: `,
			) as string;
		expect(description?.split('\n')).toEqual([
			'No update was sent.',
			changed(5),
			`Failed: item 7 (1): No user has the ID '${NOBODY}'`,
			changed(50),
			changed(119),
		]);
		expect(requestCount(world, { method: 'PATCH' })).toBe(0);
	});

	it('are counted in good English when it is only one', async () => {
		const plan = await planOf(people(2));
		put({ id: String(plan[1].id), firstName: 'Bob' });
		const { hints } = await world.run(applyChanges({}, CONTINUE), plan);
		expect(hints('Node').map(({ message }) => message)).toEqual([
			'1 of 2 users was changed since, and left alone',
		]);
	});
});

it.each<[string, unknown]>([
	['defaultRole', { name: 'Of an older kind' }],
	['properties', null],
	['contactMethods', [{ type: 'fax', values: [] }]],
])('compares a value of %s that could not be written as it is: %j', (name, from) => {
	const driftFrom = (seen: unknown) =>
		driftOf(
			USER_FIELDS,
			{
				value: KAI,
				patch: { set: {} },
				expected: { [name]: seen },
				changes: {},
				mayStillCome: false,
			},
			{ [name]: { from, to: 0 } },
			'apply',
		);
	expect(driftFrom(structuredClone(from))).toBeUndefined();
	expect(driftFrom('viewer')?.message).toMatch(/ should be 'viewer' but is /);
});

describe('to take back', () => {
	it('leaves a user alone that somebody has changed since, and names it', async () => {
		const before = allUsers(world);
		const done = await doneOf(people(4));
		put({ id: String(done[2].id), firstName: 'Bob' });
		const { items } = await world.run(undoChanges({}, CONTINUE), done);
		expect(failedItems(items)).toEqual([2]);
		expect(items[2].json.error).toBe(
			`The user '${String(done[2].id)}' was changed since: 'First Name' should be 'New 3' but is 'Bob' → change the user by hand [item 2]`,
		);
		expect(changedSince(world, before)).toEqual([done[2].id]);
	});

	it.each<[string, IDataObject]>([
		['has added a property', { a: 2, b: 1, c: 3 }],
		['has changed a property that the run did not write', { a: 2, b: 5 }],
		['has changed the property that the run wrote', { a: 3, b: 1 }],
	])('leaves properties alone when somebody %s', async (_, properties) => {
		put({ id: KAI, properties: { a: 1, b: 1 } });
		const done = await doneOf([{ id: KAI, properties: { a: 2 } }]);
		put({ id: KAI, properties });
		const { message } = await world.run(undoChanges(), done);
		expect(message).toContain(
			`'Properties' should be {"a":2} but is ${JSON.stringify(properties)}`,
		);
		expect(rowsSent(world)).toEqual([]);
	});

	it('works where a write has replaced all properties instead of merging them', async () => {
		put({ id: KAI, properties: { a: 1, b: 1 } });
		const done = await doneOf([{ id: KAI, properties: { a: 2 } }]);
		put({ id: KAI, properties: { a: 2 } });
		await world.run(undoChanges(), done);
		expect(rowsSent(world)).toEqual([{ id: KAI, properties: { a: 1, b: 1 } }]);
	});
});

describe('a field that the service does not show', () => {
	const seen = { id: TESTT, changes: { tags: { from: ['tag1', 'tag2'], to: ['x'] } } };
	const unseen = { id: TESTT, changes: { tags: { to: ['x'] } } };
	const hide = () => {
		world.sandbox.options.omittedFields = ['tags'];
	};

	it('is written when the plan did not see it either', async () => {
		hide();
		const plan = await planOf([{ id: TESTT, tags: 'x' }]);
		expect(plan).toEqual([{ status: 'planned', summary: 'Tags: x', ...unseen }]);
		const { items } = await world.run(applyChanges(), plan);
		expect(rowsSent(world)).toEqual([{ id: TESTT, tags: ['x'] }]);
		expect(items[0].json.changes).toEqual({ tags: { to: ['x'] } });
	});

	it('fails the row when the plan saw it', async () => {
		hide();
		const { items } = await world.run(applyChanges({}, CONTINUE), [seen]);
		expect(items[0].json).toMatchObject({
			error: expect.stringContaining(`'Tags' should be ["tag1","tag2"] but is not shown`) as string,
			details: { code: 'changed' },
		});
		expect(rowsSent(world)).toEqual([]);
	});

	it('fails the row when the plan saw it empty', async () => {
		hide();
		const row = { id: TESTT, changes: { tags: { from: [], to: ['x'] } } };
		const { message } = await world.run(applyChanges(), [row]);
		expect(message).toContain("'Tags' should be [] but is not shown");
	});

	it('fails the row when it is to be undone', async () => {
		hide();
		const { message } = await world.run(undoChanges(), [seen]);
		expect(message).toContain(`'Tags' should be ["x"] but is not shown`);
		expect(rowsSent(world)).toEqual([]);
	});

	it('fails the row when it is shown now, and is not what it shall be', async () => {
		const { message } = await world.run(applyChanges(), [unseen]);
		expect(message).toContain(`'Tags' is ["tag1","tag2"], which the plan did not see`);
		expect(rowsSent(world)).toEqual([]);
	});

	it('is unchanged when it is shown now, and is what it shall be', async () => {
		put({ id: TESTT, tags: ['x'] });
		const { items } = await world.run(applyChanges(), [unseen]);
		expect(items[0].json).toEqual({
			status: 'unchanged',
			summary: 'no change',
			id: TESTT,
			changes: {},
		});
	});

	it('does not keep the others from being written for another user', async () => {
		hide();
		const other = { id: JOSE, changes: { firstName: { from: 'José', to: 'Joe' } } };
		const { items } = await world.run(applyChanges({}, CONTINUE), [seen, other]);
		expect(failedItems(items)).toEqual([0]);
		expect(rowsSent(world)).toEqual([{ id: JOSE, firstName: 'Joe' }]);
	});
});

describe.each([
	['trim', { firstName: 'Amara ', lastName: ' Okafor-Bello' }],
	['emailDomain', { email: 'Boss@Example.COM' }],
	['emailCase', { email: 'Boss@Example.COM' }],
	['websiteSlash', { website: 'https://www.example.org/' }],
	['languageRegionLower', { language: 'es-ES' }],
	['decimalsFromText', { decimalPlaces: '3' }],
	['tagsSorted', { tags: 'b,a' }],
	['tagsUnique', { tags: 'a,b,a' }],
	['numbersAsText', { decimalPlaces: 3 }],
	['emptyAsNull', { firstName: '' }],
] as const)('where the service tidies values: %s', (doubt, values) => {
	// Tags are confirmed, because the next run starts from them.
	const done = 'tags' in values ? 'applied' : 'accepted';
	beforeEach(() => {
		world.sandbox.options.normalisations = [doubt];
	});

	it('what was written counts as written, can be undone, and done again', async () => {
		const before = allUsers(world);
		const plan = await planOf([{ id: AMARA, ...values }]);
		const { items: written } = await world.run(applyChanges(), plan);
		expect(written[0].json.status).toBe(done);
		const again = await world.run(applyChanges(), plan);
		expect(again.items[0].json.status).toBe('unchanged');
		const { items: undone } = await world.run(undoChanges(), [written[0].json]);
		expect(undone[0].json.status).toBe(done);
		expect(changedSince(world, before)).toEqual([]);
		const { items: redone } = await world.run(undoChanges(), [undone[0].json]);
		expect(redone[0].json.status).toBe(done);
	});
});
