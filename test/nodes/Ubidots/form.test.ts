import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import { Ubidots } from '../../../nodes/Ubidots/Ubidots.node';

/** What a user finds in the form; names in it are stored in workflows and never change. */
const { description } = new Ubidots();

const optionsOf = ({ options = [] }: INodeProperties) => options as INodeProperties[];

function property(operation: string, name: string): INodeProperties {
	const found = description.properties.find(
		(one) =>
			one.name === name &&
			(one.displayOptions?.show?.operation ?? [operation]).includes(operation as never),
	);
	if (!found) throw new Error(`${operation} has no ${name}`);
	return found;
}

const field = (name: string) => {
	const found = optionsOf(property('update', 'updateFields')).find((one) => one.name === name);
	if (!found) throw new Error(`no field ${name}`);
	return found;
};

const BODY_PARAMETERS = [
	'username',
	'password',
	'firstName',
	'lastName',
	'email',
	'defaultOrganization',
	'defaultRole',
	'defaultDashboard',
	'language',
	'website',
	'timezone',
	'decimalPlaces',
	'numberFormat',
	'isActive',
	'tags',
	'contactMethods',
];

describe('the Ubidots node', () => {
	it('has the names that workflows are saved with', () => {
		expect(description).toMatchObject({
			displayName: 'Ubidots',
			name: 'ubidots',
			version: 1,
			usableAsTool: true,
			credentials: [{ name: 'ubidotsApi', required: true }],
		});
	});

	it('offers update and bulkUpdate of a user', () => {
		expect(property('update', 'resource').options).toEqual([{ name: 'User', value: 'user' }]);
		const values = (property('update', 'operation').options as INodePropertyOptions[]).map(
			({ value }) => value,
		);
		expect(values).toEqual(expect.arrayContaining(['bulkUpdate', 'update']));
	});
});

describe('Update Fields', () => {
	it('has the sixteen body parameters as the API spells them, and properties', () => {
		const names = optionsOf(property('update', 'updateFields')).map(({ name }) => name);
		expect(names.sort()).toEqual([...BODY_PARAMETERS, 'properties'].sort());
	});

	it('is in alphabetical order', () => {
		const titles = optionsOf(property('update', 'updateFields')).map((one) => one.displayName);
		expect(titles).toEqual([...titles].sort((a, b) => a.localeCompare(b)));
	});

	it('masks the password', () => {
		expect(field('password').typeOptions?.password).toBe(true);
	});

	it.each([
		['username', 'string'],
		['isActive', 'boolean'],
		['decimalPlaces', 'number'],
		['tags', 'string'],
		['properties', 'json'],
		['defaultOrganization', 'resourceLocator'],
		['defaultRole', 'resourceLocator'],
		['defaultDashboard', 'resourceLocator'],
		['timezone', 'resourceLocator'],
	])('%s has a control of type %s', (name, type) => {
		expect(field(name).type).toBe(type);
	});

	it('has contact methods as rows of a type and values', () => {
		const methods = field('contactMethods');
		expect(methods).toMatchObject({
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
		});
		const [row, ...others] = methods.options as INodePropertyCollection[];
		expect([row.name, others]).toEqual(['contactMethod', []]);
		expect(row.values.map(({ name }) => name)).toEqual(['type', 'values']);
		expect(row.values[0].options?.map((one) => (one as INodePropertyOptions).value)).toEqual([
			'email',
			'sms',
			'telegram',
			'voice',
		]);
	});
});

describe('Fields to Clear', () => {
	it('has every field with a documented empty value, and no other', () => {
		const values = (property('update', 'fieldsToClear').options as INodePropertyOptions[]).map(
			({ value }) => value,
		);
		const required = ['username', 'password', 'email', 'isActive'];
		expect(values.sort()).toEqual(
			BODY_PARAMETERS.filter((name) => !required.includes(name)).sort(),
		);
	});
});

describe('User', () => {
	it('is chosen from a list, by ID or by username', () => {
		const { type, required, modes = [] } = property('update', 'userKey');
		expect([type, required]).toEqual(['resourceLocator', true]);
		expect(modes.map(({ name }) => name)).toEqual(['list', 'id', 'username']);
	});
});

describe('Options', () => {
	const names = (operation: string) =>
		optionsOf(property(operation, 'options')).map(({ name, default: value }) => [name, value]);

	it('have the documented names and defaults on Bulk Update', () => {
		expect(Object.fromEntries(names('bulkUpdate'))).toEqual({
			batchSize: 100,
			confirm: false,
			confirmTimeout: 60,
			dryRun: false,
			isolateBadRows: true,
			maxBatchBytes: 10_000,
			maxConcurrentRequests: 4,
			output: 'users',
			retryTimeout: 120,
			skipUnchanged: false,
			timeout: 60,
		});
	});

	it('have the documented names and defaults on Update', () => {
		expect(Object.fromEntries(names('update'))).toEqual({
			dryRun: false,
			maxConcurrentRequests: 4,
			retryTimeout: 120,
			skipUnchanged: false,
			timeout: 60,
		});
	});
});
