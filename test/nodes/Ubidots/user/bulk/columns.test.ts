import type { ResourceMapperFields } from 'n8n-workflow';

import { UPDATE_FIELDS } from '../../../../../nodes/Ubidots/user/fields';
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
