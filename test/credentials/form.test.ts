import type { INodeProperties } from 'n8n-workflow';

import { UbidotsApi } from '../../credentials/UbidotsApi.credentials';
import { UpsunApi } from '../../credentials/UpsunApi.credentials';

/** What a user finds in the credentials; names in them are stored and never change. */
const ubidots = new UbidotsApi();
const upsun = new UpsunApi();

const defaultsOf = (properties: INodeProperties[]) =>
	Object.fromEntries(properties.map(({ name, default: value }) => [name, value]));

const named = (properties: INodeProperties[], name: string) => {
	const found = properties.find((one) => one.name === name);
	if (!found) throw new Error(`no ${name}`);
	return found;
};

const choices = (property: INodeProperties) =>
	(property.options ?? []).map((option) => ('value' in option ? option.value : undefined));

describe('the Ubidots credential', () => {
	it('has the documented names and defaults', () => {
		expect([ubidots.name, ubidots.displayName]).toEqual(['ubidotsApi', 'Ubidots API']);
		expect(defaultsOf(ubidots.properties)).toEqual({
			authentication: 'token',
			token: '',
			apiKey: '',
			sessionToken: '',
			sendTokenIn: 'header',
			baseUrl: 'https://industrial.api.ubidots.com',
			requestsPerSecond: 4,
		});
	});

	it('offers token or API key, and header or query', () => {
		expect(choices(named(ubidots.properties, 'authentication'))).toEqual(['token', 'apiKey']);
		expect(choices(named(ubidots.properties, 'sendTokenIn'))).toEqual(['header', 'query']);
	});

	it('says that the header is the safer way', () => {
		expect(named(ubidots.properties, 'sendTokenIn').description).toContain('safer');
	});
});

describe('the Upsun credential', () => {
	it('has the documented names and defaults', () => {
		expect([upsun.name, upsun.displayName]).toEqual(['upsunApi', 'Upsun API']);
		expect(defaultsOf(upsun.properties)).toEqual({
			authentication: 'apiToken',
			apiToken: '',
			accessToken: '',
			sessionToken: '',
			apiUrl: 'https://api.upsun.com',
			authUrl: 'https://auth.upsun.com',
			requestsPerSecond: 0,
		});
	});

	it('offers API token or access token', () => {
		expect(choices(named(upsun.properties, 'authentication'))).toEqual(['apiToken', 'accessToken']);
	});
});

describe.each([
	['Ubidots', ubidots.properties, ['token', 'apiKey']],
	['Upsun', upsun.properties, ['apiToken', 'accessToken']],
] as const)('the secrets of %s', (_, properties, secrets) => {
	it.each(secrets)('%s is masked, and shown only where it is needed', (name) => {
		const { typeOptions, displayOptions } = named(properties, name);
		expect(typeOptions?.password).toBe(true);
		expect(displayOptions).toEqual({ show: { authentication: [name] } });
	});

	it('the session token is hidden, and n8n knows that it expires', () => {
		expect(named(properties, 'sessionToken')).toMatchObject({
			type: 'hidden',
			typeOptions: { expirable: true },
			default: '',
		});
	});
});
