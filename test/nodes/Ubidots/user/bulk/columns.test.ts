import type { ResourceMapperFields } from 'n8n-workflow';

import { USER_COLUMNS } from '../../../../../nodes/Ubidots/user/bulk/columns';
import { UPDATE_FIELDS } from '../../../../../nodes/Ubidots/user/fields';
import type { MatchColumn } from '../../../../../nodes/Ubidots/user/lookup/matchColumns';
import { readHeaders } from '../../../../../nodes/shared/mapper/headers';
import { nodeTypeOf } from '../../../../../tools/engine/nodeSetup';
import { nodeOf } from '../../../../support/pickers';
import { requests } from '../../../../support/requests';
import { useWorld } from '../../../../support/useWorld';
import { sources } from '../../../../support/world';

const world = useWorld();

const columns = async () =>
	(
		await world.engine.callMethod<ResourceMapperFields>(
			nodeOf('ubidots', { operation: 'bulkUpdate' }),
			'resourceMapping',
			'getUserColumns',
		)
	).fields;

it('the columns of a sync are those of a bulk update, and the organizations', async () => {
	const { fields } = await world.engine.callMethod<ResourceMapperFields>(
		nodeOf('ubidots', { operation: 'sync' }),
		'resourceMapping',
		'getSyncColumns',
	);
	const ids = (await columns()).map(({ id }) => id);
	expect(fields.map(({ id }) => id)).toEqual([...ids, 'organizations']);
});

describe('the columns of a bulk update', () => {
	it('are the ID, every body parameter of a user and the tags to add or remove, and ask nobody', async () => {
		const ids = (await columns()).map(({ id }) => id);
		expect(ids).toEqual(['id', ...UPDATE_FIELDS.map(({ name }) => name)]);
		expect(new Set(ids).size).toBe(20);
		expect(requests(world)).toEqual([]);
	});

	it('have the titles of the form', async () => {
		const titles = Object.fromEntries(
			(await columns()).map(({ id, displayName }) => [id, displayName]),
		);
		expect(titles.id).toBe('ID');
		for (const { name, displayName } of UPDATE_FIELDS) expect(titles[name]).toBe(displayName);
	});

	it('have the types of the API', async () => {
		const types = Object.fromEntries((await columns()).map(({ id, type }) => [id, type]));
		expect(types).toMatchObject({
			id: 'string',
			username: 'string',
			decimalPlaces: 'number',
			isActive: 'options',
			tags: 'string',
			contactMethods: 'array',
			properties: 'object',
		});
	});

	it('have no value when they are added, as the editor makes them: nobody is switched off by that', async () => {
		// n8n's editor: the default value, else false for a boolean and null for any other type.
		const whenAdded = (await columns()).map(({ type, defaultValue }) =>
			defaultValue === undefined ? (type === 'boolean' ? false : null) : defaultValue,
		);
		expect(new Set(whenAdded)).toEqual(new Set([null]));
	});

	it('offer true and false for a boolean', async () => {
		const isActive = (await columns()).find(({ id }) => id === 'isActive');
		expect(isActive?.options?.map(({ value }) => value).sort()).toEqual([false, true]);
	});

	it('offer three to match by, and the email address unless told otherwise', async () => {
		const all = await columns();
		const matching = all.filter(({ canBeUsedToMatch }) => canBeUsedToMatch === true);
		expect(matching.map(({ id }) => id)).toEqual(['id', 'username', 'email']);
		// Left undefined, n8n takes a column for one that can be matched by.
		expect(all.every(({ canBeUsedToMatch }) => canBeUsedToMatch !== undefined)).toBe(true);
		expect(all.filter(({ defaultMatch }) => defaultMatch).map(({ id }) => id)).toEqual(['email']);
	});

	it('are not in a new form until they are added, but for the one that is matched by', async () => {
		const shown = (await columns()).filter(({ removed }) => !removed);
		expect(shown.map(({ id }) => id)).toEqual(['email']);
	});

	it('are all offered, and none is required beyond the one that is matched by', async () => {
		const all = await columns();
		expect(all.every(({ display, required }) => display && !required)).toBe(true);
	});
});

describe('the mapper in the form', () => {
	const type = sources().nodes.get(nodeTypeOf('ubidots'));
	const property =
		type && 'properties' in type.description
			? type.description.properties.find(({ name }) => name === 'columns')
			: undefined;
	const mapper = property?.typeOptions?.resourceMapper;

	it('maps automatically unless told otherwise', () => {
		expect(property?.default).toMatchObject({ mappingMode: 'autoMapInputData' });
		expect(mapper?.supportAutoMap).toBe(true);
	});

	it('updates, by one column at a time', () => {
		expect(mapper).toMatchObject({ mode: 'update', multiKeyMatch: false });
	});

	it('leaves it to the columns which of them are in a new form', () => {
		// Where it is false, n8n hides all that are not required: the match column, and the button to add others.
		expect(mapper).not.toHaveProperty('addAllFields');
	});
});

/** What a header is taken for; undefined when it is ignored. */
function nameOf(header: string, by: MatchColumn = 'email'): string | undefined {
	const { values, headers } = readHeaders(USER_COLUMNS, by, { [header]: 'x' }, {});
	expect(headers.ignored).toEqual(Object.keys(values).length === 0 ? [header] : []);
	return Object.keys(values)[0];
}

/** Spelled in other ways that look much the same. */
const WAYS: Array<[string, (title: string) => string]> = [
	['as the title in the form', (title) => title],
	['in capitals', (title) => title.toUpperCase()],
	['with underscores', (title) => title.toLowerCase().replaceAll(' ', '_')],
	['with dashes', (title) => title.replaceAll(' ', '-')],
	['with dashes of another kind', (title) => title.replaceAll(' ', '\u2011')],
	['with a no-break space', (title) => title.replaceAll(' ', '\u00a0')],
	['on two lines', (title) => title.replaceAll(' ', '\n')],
	['behind a byte order mark', (title) => `\ufeff${title}`],
	['behind a byte order mark that was read as latin1', (title) => `ï»¿${title}`],
	['in quotes behind a byte order mark', (title) => `\ufeff"${title}"`],
	['with a zero-width space', (title) => `${title.slice(0, 2)}\u200b${title.slice(2)}`],
	['between blanks', (title) => ` ${title} `],
];

const STRICT = ['username', 'email', 'password'];

const FREE = UPDATE_FIELDS.filter(({ name }) => !STRICT.includes(name));

describe.each(WAYS)('a header %s', (_, spell) => {
	it.each(FREE.map(({ name, displayName }) => [name, displayName]))('is %s', (name, title) => {
		expect(nameOf(spell(title), 'id')).toBe(name);
	});

	it('is the column to match by', () => {
		expect(nameOf(spell('E Mail'), 'email')).toBe('email');
		expect(nameOf(spell('User Name'), 'username')).toBe('username');
		expect(nameOf(spell('ID'), 'id')).toBe('id');
	});
});

describe('what would rename a person, or lock them out,', () => {
	it.each(['Password', 'PASSWORD', '\ufeffpassword', ' password ', 'pass\u200bword'])(
		'may differ in case and in what cannot be seen: %j',
		(header) => {
			expect(nameOf(header)).toBe('password');
		},
	);

	it.each<[string, MatchColumn]>([
		['Pass Word', 'email'],
		['pass-word', 'email'],
		['User Name', 'email'],
		['user_name', 'id'],
		['E-Mail', 'username'],
		['e_mail', 'id'],
	])('is not guessed from %j where users are matched by %s', (header, by) => {
		expect(nameOf(header, by)).toBeUndefined();
	});
});

describe('a header', () => {
	it.each([
		'Department',
		'Name',
		'Prénom',
		'',
		'mail',
		'email2',
		'tags.0',
		'__proto__',
		'toString',
	])('that is another word is ignored: %j', (header) => {
		expect(nameOf(header)).toBeUndefined();
	});

	it('ID is that of Ubidots only where users are matched by it: a sheet may have IDs of its own', () => {
		expect(nameOf('id', 'email')).toBeUndefined();
		expect(nameOf('id', 'id')).toBe('id');
	});
});

describe('two headers for one field', () => {
	const read = (...headers: string[]) => {
		const found = readHeaders(
			USER_COLUMNS,
			'id',
			Object.fromEntries(headers.map((header) => [header, header])),
			{},
		);
		return { ...found, rivals: found.headers.rivals };
	};

	it.each([
		[['firstName', 'First Name']],
		[['First Name', 'firstName']],
		[['First Name', 'firstName', 'FIRSTNAME']],
		[[' firstName', 'firstName']],
	])('are taken by the exact one, and the others are kept apart: %j', (headers) => {
		const { values, rivals } = read(...headers);
		expect(values).toEqual({ firstName: 'firstName' });
		expect(new Set(rivals)).toEqual(new Set(headers.filter((one) => one !== 'firstName')));
	});

	it('are taken by the one that looks exact, where only one does', () => {
		const { values, rivals } = read('First Name', '\ufefffirstName');
		expect(values).toEqual({ firstName: '\ufefffirstName' });
		expect(rivals).toEqual(['First Name']);
	});

	it.each([[['First Name', 'first_name']], [[' firstName', '\ufefffirstName']]])(
		'of which none is exact are all in doubt: %j',
		(headers) => {
			expect(read(...headers).rivals).toEqual(headers);
		},
	);
});

it('is found out once for all items of a run with the same keys', () => {
	const run = {};
	const [one, other] = ['a', 'b'].map((name) =>
		readHeaders(USER_COLUMNS, 'email', { 'First Name': name }, run),
	);
	expect(other.headers).toBe(one.headers);
	expect([one, other].map(({ values }) => values.firstName)).toEqual(['a', 'b']);
	expect(readHeaders(USER_COLUMNS, 'id', { 'First Name': 'a' }, run).headers).not.toBe(one.headers);
	expect(readHeaders(USER_COLUMNS, 'email', { 'First Name': 'a' }, {}).headers).not.toBe(
		one.headers,
	);
});
