import type { ICredentialType, INodeProperties } from 'n8n-workflow';

import { UbidotsApi } from '../../../credentials/UbidotsApi.credentials';
import { UpsunApi } from '../../../credentials/UpsunApi.credentials';
import {
	CREDENTIAL_FIELDS,
	OPTION_DEFAULTS,
	TITLES,
	UBIDOTS,
	UBIDOTS_FIELDS,
	UPSUN,
	UPSUN_FIELDS,
	UPSUN_PEOPLE,
} from './names';
import { choicesOf, CREDENTIALS, entriesOf, groupsOf, modesOf, NODES } from './walk';

const [ubidots, upsun] = NODES;

const parametersOf = (
	node: typeof ubidots,
	operation: string,
	resource = 'user',
): INodeProperties[] =>
	node.description.properties.filter(
		({ type, displayOptions: { show } = {} }) =>
			type !== 'notice' &&
			show?.resource?.includes(resource) &&
			show.operation?.includes(operation),
	);

const parameter = (node: typeof ubidots, operation: string, name: string, resource?: string) =>
	parametersOf(node, operation, resource).find((property) => property.name === name);

const CONTRACTS = [
	['ubidots', 'user', ubidots, UBIDOTS] as const,
	['upsun', 'user', upsun, UPSUN] as const,
	...Object.entries(UPSUN_PEOPLE).map(
		([resource, contract]) => ['upsun', resource, upsun, contract] as const,
	),
];

it('the nodes have the resources of the contract and no other', () => {
	const [ofUbidots, ofUpsun] = NODES.map(({ description }) =>
		choicesOf(description.properties[0]).map(({ value }) => value),
	);
	expect(ofUbidots).toEqual(['user']);
	expect(ofUpsun).toEqual([...Object.keys(UPSUN_PEOPLE), 'user']);
});

describe.each(CONTRACTS)('%s %s', (_, resource, node, contract) => {
	const [operation] = node.description.properties.filter(
		({ name, displayOptions }) =>
			name === 'operation' && displayOptions?.show?.resource?.includes(resource),
	);

	it('has the operations of the contract and no other, a harmless one first of all', () => {
		const values = choicesOf(operation).map(({ value }) => value);
		expect(values.sort()).toEqual(Object.keys(contract).sort());
		expect(operation.default).toBe(resource === 'user' ? 'update' : 'getAll');
	});

	describe.each(Object.entries(contract))('%s', (value, expected) => {
		const { name, action, parameters, titles, options } = expected;

		it('has its name and action', () => {
			const choice = choicesOf(operation).find((one) => one.value === value);
			expect([choice?.name, choice?.action]).toEqual([name, action]);
		});

		it('has the parameters of the contract, by name, title, type and default', () => {
			const found = parametersOf(node, value, resource).map((property) => [
				property.name,
				property.displayName,
				property.type,
				property.default,
			]);
			const wanted = Object.entries(parameters).map(([key, [type, byDefault]]) => [
				key,
				titles?.[key] ?? TITLES[key],
				type,
				byDefault,
			]);
			expect(found.sort()).toEqual(wanted.sort());
		});

		it('has the options of the contract with their defaults', () => {
			const property = parameter(node, value, 'options', resource);
			const entries = property ? entriesOf(property) : [];
			expect(entries.map((entry) => entry.name).sort()).toEqual([...options].sort());
			for (const entry of entries) {
				if (entry.name in OPTION_DEFAULTS)
					expect([entry.name, entry.default]).toEqual([entry.name, OPTION_DEFAULTS[entry.name]]);
			}
		});
	});
});

describe('the user of', () => {
	const modes = (node: typeof ubidots, name: string) => {
		const property = parameter(node, 'get', name);
		expect(property?.required).toBe(true);
		return property ? modesOf(property).map((mode) => mode.name) : [];
	};

	it('Ubidots is chosen from a list, by id, username or email', () => {
		expect(modes(ubidots, 'userKey')).toEqual(['list', 'id', 'username', 'email']);
	});

	it('Upsun is chosen from a list, by id, email or username', () => {
		expect(modes(upsun, 'userId')).toEqual(['list', 'id', 'email', 'username']);
	});
});

describe('fields are spelled as in the API:', () => {
	const fieldsOf = (node: typeof ubidots, operation: string, name: string) => {
		const property = parameter(node, operation, name);
		return property ? entriesOf(property).map((entry) => entry.name) : [];
	};

	it('those of an update of Ubidots', () => {
		expect(fieldsOf(ubidots, 'update', 'updateFields').sort()).toEqual(
			[...UBIDOTS_FIELDS, 'tagsToAdd', 'tagsToRemove'].sort(),
		);
	});

	it('those of a creation of Ubidots, besides the three that are required', () => {
		const required = ['username', 'email', 'password'];
		expect(fieldsOf(ubidots, 'create', 'additionalFields').sort()).toEqual(
			[...UBIDOTS_FIELDS.filter((name) => !required.includes(name)), 'organizations'].sort(),
		);
		for (const name of required) {
			expect(parameter(ubidots, 'create', name)?.required).toBe(true);
		}
	});

	it('those of an update of Upsun', () => {
		expect(fieldsOf(upsun, 'update', 'updateFields').sort()).toEqual([...UPSUN_FIELDS].sort());
	});

	it('those that can be cleared are the ones with a documented empty value', () => {
		const property = parameter(ubidots, 'update', 'fieldsToClear');
		const values = property ? choicesOf(property).map(({ value }) => String(value)) : [];
		const never = ['username', 'password', 'email', 'isActive', 'properties'];
		expect(values.sort()).toEqual(UBIDOTS_FIELDS.filter((name) => !never.includes(name)).sort());
	});

	it('contact methods are rows of type and values', () => {
		const fields = parameter(ubidots, 'update', 'updateFields');
		const methods = fields && entriesOf(fields).find(({ name }) => name === 'contactMethods');
		expect(methods?.typeOptions?.multipleValues).toBe(true);
		const [group, ...others] = methods ? groupsOf(methods) : [];
		expect([group.name, others]).toEqual(['contactMethod', []]);
		expect(group.values.map(({ name }) => name)).toEqual(['type', 'values']);
		const types = choicesOf(group.values[0]).map(({ value }) => value);
		expect(types).toEqual(['email', 'sms', 'telegram', 'voice']);
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
	])('%s of Ubidots is entered as %s', (name, type) => {
		const fields = parameter(ubidots, 'update', 'updateFields');
		const field = fields && entriesOf(fields).find((entry) => entry.name === name);
		expect(field?.type).toBe(type);
	});

	it('the conditions of the scope of a sync', () => {
		expect(fieldsOf(ubidots, 'sync', 'scope')).toEqual([
			'emailEndsWith',
			'everyUser',
			'organization',
			'tag',
		]);
	});

	it.each([
		['missingUsers', ['create', 'fail']],
		['leavers', ['keep', 'deactivate', 'delete']],
	])('the choices of %s', (name, choices) => {
		const property = parameter(ubidots, 'sync', name);
		expect((property ? choicesOf(property) : []).map(({ value }) => value)).toEqual(choices);
	});

	it('masks every password', () => {
		for (const [operation, name] of [
			['create', undefined],
			['update', 'updateFields'],
		] as const) {
			const outer = name ? parameter(ubidots, operation, name) : undefined;
			const all = outer ? entriesOf(outer) : parametersOf(ubidots, operation);
			const password = all.find((property) => property.name === 'password');
			expect(password?.typeOptions?.password).toBe(true);
		}
	});
});

describe.each(CREDENTIALS.map((credential) => [credential.name, credential] as const))(
	'the credential %s',
	(name, credential) => {
		it('has the fields of the contract by name, type, default and mask', () => {
			const fields = credential.properties.filter(({ type }) => type !== 'notice');
			const found = fields.map((property) => [
				property.name,
				[property.type, property.default, property.typeOptions?.password === true],
			]);
			expect(Object.fromEntries(found)).toEqual(CREDENTIAL_FIELDS[name]);
		});

		it('stores a session token that n8n may renew', () => {
			const session = credential.properties.find((one) => one.name === 'sessionToken');
			expect(session?.typeOptions?.expirable).toBe(true);
		});
	},
);

/** What a user can choose in the credentials; their names and defaults are in the contract. */
describe('in the form of the credentials,', () => {
	const ubidots = new UbidotsApi();
	const upsun = new UpsunApi();

	const field = ({ properties }: ICredentialType, name: string) => {
		const found = properties.find((one) => one.name === name);
		if (!found) throw new Error(`no ${name}`);
		return found;
	};

	const choices = (credential: ICredentialType, name: string) =>
		(field(credential, name).options ?? []).map((option) =>
			'value' in option ? option.value : undefined,
		);

	describe('the Ubidots credential', () => {
		it('offers token or API key, and header or query', () => {
			expect(choices(ubidots, 'authentication')).toEqual(['token', 'apiKey']);
			expect(choices(ubidots, 'sendTokenIn')).toEqual(['header', 'query']);
		});

		it('says that the header is the safer way', () => {
			expect(field(ubidots, 'sendTokenIn').description).toContain('safer');
		});
	});

	describe('the Upsun credential', () => {
		it('offers API token or access token', () => {
			expect(choices(upsun, 'authentication')).toEqual(['apiToken', 'accessToken']);
		});
	});

	it.each([
		['Ubidots', 'token', ubidots],
		['Ubidots', 'apiKey', ubidots],
		['Upsun', 'apiToken', upsun],
		['Upsun', 'accessToken', upsun],
	] as const)('%s asks for %s only where it is needed', (_, name, credential) => {
		expect(field(credential, name).displayOptions).toEqual({ show: { authentication: [name] } });
	});
});
