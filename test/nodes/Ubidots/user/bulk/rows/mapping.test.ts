import type { IDataObject } from 'n8n-workflow';

import { INES, OTTO } from '../../../../../support/people';
import { rowsSent } from '../../../../../support/requests';
import { autoMap, bulkUpdate, CONTINUE, mapByHand, sync } from '../../../../../support/setups';
import { useWorld } from '../../../../../support/useWorld';
import { SOURCES } from './sources';

const world = useWorld();

const bulk = async (columns: unknown, items: IDataObject[]) =>
	await world.run(bulkUpdate({}, undefined, columns), items);

describe('automatic mapping', () => {
	it('takes the body parameters of each item and ignores every other key', async () => {
		const { message } = await bulk(autoMap(), [
			{
				row_number: 2,
				id: INES,
				firstName: 'Inês',
				Department: 'HR',
				url: 'https://x',
				toString: 1,
			},
			{ id: OTTO, lastName: 'Berg', createdAt: 'yesterday', organizations: [] },
		]);
		expect(message).toBeUndefined();
		expect(rowsSent(world)).toEqual([
			{ id: INES, firstName: 'Inês' },
			{ id: OTTO, lastName: 'Berg' },
		]);
	});

	it('takes every body parameter, with the types of a sheet', async () => {
		const { message } = await bulk(autoMap(), [
			{
				id: INES,
				username: 'ines',
				password: 'Secret-123',
				firstName: 'Inês',
				lastName: 'Duarte',
				email: 'ines@example.org',
				defaultOrganization: 'acme-energy',
				defaultRole: 'viewer',
				defaultDashboard: '60d1b3ef5a2c9f000b62e001',
				language: 'pt-PT',
				website: 'https://example.org',
				timezone: 'Europe/Lisbon',
				decimalPlaces: '2',
				numberFormat: 'comma',
				isActive: 'FALSE',
				tags: 'north, day shift',
				contactMethods: '[{"type":"sms","values":"+351 1, +351 2"}]',
				properties: '{"team":"A"}',
			},
		]);
		expect(message).toBeUndefined();
		expect(rowsSent(world)).toEqual([
			{
				id: INES,
				username: 'ines',
				password: '<password>',
				firstName: 'Inês',
				lastName: 'Duarte',
				email: 'ines@example.org',
				defaultOrganization: 'acme-energy',
				defaultRole: 'viewer',
				defaultDashboard: '60d1b3ef5a2c9f000b62e001',
				language: 'pt-PT',
				website: 'https://example.org',
				timezone: 'Europe/Lisbon',
				decimalPlaces: 2,
				numberFormat: 'comma',
				isActive: false,
				tags: ['north', 'day shift'],
				contactMethods: [{ type: 'sms', values: ['+351 1', '+351 2'] }],
				properties: { team: 'A' },
			},
		]);
		expect(world.sandbox.ubidots.passwordOf(INES)).toBe('Secret-123');
	});

	it('writes back what was read from the API, references and contact methods included', async () => {
		const amara = world.sandbox.ubidots.user('amara-okafor');
		const { message } = await bulk(autoMap(), [amara as unknown as IDataObject]);
		expect(message).toBeUndefined();
		expect(world.sandbox.ubidots.user('amara-okafor')).toMatchObject({
			defaultOrganization: amara?.defaultOrganization,
			defaultRole: amara?.defaultRole,
			defaultDashboard: amara?.defaultDashboard,
			tags: amara?.tags,
			contactMethods: [{ type: 'voice', values: ['+234 1 555 0102'] }],
		});
	});

	it('empties a field for an empty cell', async () => {
		await bulk(autoMap(), [{ id: INES, website: '', language: '', tags: '', decimalPlaces: null }]);
		expect(rowsSent(world)).toEqual([
			{ id: INES, website: '', language: null, decimalPlaces: null, tags: [] },
		]);
	});

	it('takes an id that is a number', async () => {
		await bulk(autoMap(), [{ id: 4711, firstName: 'Ada' }]);
		expect(rowsSent(world)).toEqual([{ id: '4711', firstName: 'Ada' }]);
	});

	it('works as the editor first shows it: no match column stored yet', async () => {
		const row = { email: 'ines.duarte@example.org', firstName: 'A' };
		await bulk({ mappingMode: 'autoMapInputData', value: null }, [row]);
		expect(rowsSent(world)).toContainEqual({ id: INES, firstName: 'A' });
	});
});

describe('mapping by hand', () => {
	it('takes the columns that are filled in, with expressions', async () => {
		const columns = mapByHand({
			id: '={{ $json.key }}',
			firstName: '={{ $json.name.split(" ")[0] }}',
			tags: '={{ [$json.site, "all"] }}',
			isActive: true,
			decimalPlaces: 0,
		});
		await bulk(columns, [
			{ key: INES, name: 'Inês Duarte', site: 'north' },
			{ key: OTTO, name: 'Otto Berg', site: 'south' },
		]);
		expect(rowsSent(world)).toEqual([
			{ id: INES, firstName: 'Inês', decimalPlaces: 0, isActive: true, tags: ['north', 'all'] },
			{ id: OTTO, firstName: 'Otto', decimalPlaces: 0, isActive: true, tags: ['south', 'all'] },
		]);
	});

	it('leaves out columns that were left blank in the form', async () => {
		const columns = mapByHand({ id: INES, firstName: 'A', lastName: '', language: null });
		await bulk(columns, [{}]);
		expect(rowsSent(world)).toEqual([{ id: INES, firstName: 'A' }]);
	});

	it('empties a field when its expression gives an empty value', async () => {
		const columns = mapByHand({ id: INES, language: '={{ $json.language }}' });
		await bulk(columns, [{ language: '' }]);
		expect(rowsSent(world)).toEqual([{ id: INES, language: null }]);
	});

	it('does not look at other keys of the item', async () => {
		await bulk(mapByHand({ id: INES, firstName: 'A' }), [{ lastName: 'B', email: 'nonsense' }]);
		expect(rowsSent(world)).toEqual([{ id: INES, firstName: 'A' }]);
	});

	it('refuses an expression that gives nothing', async () => {
		const columns = mapByHand({ id: INES, firstName: '={{ $json.nowhere }}' });
		expect((await bulk(columns, [{}])).message).toBe(
			"'First Name' is undefined: its expression returned nothing. Fix the expression or remove the field. If a cell is empty: Extract from File leaves out empty cells unless its option 'Include Empty Cells' is on [item 0]",
		);
		expect(rowsSent(world)).toEqual([]);
	});

	it('refuses a mapping without a single field', async () => {
		expect((await bulk(mapByHand({ id: INES }), [{ firstName: 'A' }])).message).toBe(
			`Nothing to update for the user '${INES}': the row has no field of a user besides 'ID' [item 0]`,
		);
	});
});

describe("What n8n's own nodes hand on", () => {
	const columns = autoMap('email');

	describe.each([
		['Bulk Update', bulkUpdate({}, CONTINUE, columns)],
		['Sync', sync({ columns, missingUsers: 'fail' }, CONTINUE)],
	])('%s after', (_, setup) => {
		it.each(SOURCES.map((source) => [source.node, source] as const))(
			'%s',
			async (_node, { items, sent = [], refused = [], hint }) => {
				const result = await world.run(setup, items);
				const errors = result.items.flatMap(({ json }) => json.error ?? []);
				expect(errors).toEqual(refused.map((text, item) => `${text} [item ${item}]`));
				expect(rowsSent(world)).toEqual(sent);
				const hints = result.hints('Node').map(({ message }) => message);
				if (hint !== undefined) expect(hints.join('\n')).toContain(hint);
			},
		);
	});
});
