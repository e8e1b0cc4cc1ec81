import type { ICredentialType } from 'n8n-workflow';

import { UbidotsApi } from '../../credentials/UbidotsApi.credentials';
import { UpsunApi } from '../../credentials/UpsunApi.credentials';

/** What a user can choose in the credentials; their names and defaults are in the contract. */
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
