import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { commonRules, refused } from '../nodes/shared/credentials/checkRules';
import { fetchSessionToken } from '../nodes/shared/credentials/exchange';
import { atOwnAddress } from '../nodes/shared/credentials/ownAddress';
import {
	parseSecret,
	requestsPerSecondProperty,
	secretNotice,
	sessionTokenProperty,
} from '../nodes/shared/credentials/properties';
import { sessionFor, type SessionOwner } from '../nodes/shared/credentials/sessionToken';
import { ubidotsOrigin } from '../nodes/Ubidots/api';

/** Lists one user: cheap, read-only, and needs the same permission as the node. */
const TEST_PATH = '/api/v2.0/users/';

/** Lint would mask a name with "token" in it, but this is a choice that has to be visible. */
const TOKEN_PLACE = 'sendTokenIn';

/** @throws Failure when its API key or address is not valid */
function sessionOwner({ apiKey, baseUrl }: ICredentialDataDecryptedObject): SessionOwner {
	const origin = ubidotsOrigin(baseUrl);
	return { secret: parseSecret(apiKey, 'API Key'), authUrl: origin, apiUrl: origin };
}

export class UbidotsApi implements ICredentialType {
	name = 'ubidotsApi';

	displayName = 'Ubidots API';

	icon = {
		light: 'file:../nodes/Ubidots/ubidots.svg',
		dark: 'file:../nodes/Ubidots/ubidots.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/n8n-nodes-ubidots-upsun/n8n-nodes-ubidots-upsun/blob/main/docs/ubidots.md#credential';

	properties: INodeProperties[] = [
		secretNotice(
			'In Ubidots, open your user menu, then API Credentials, and copy a token of an account that may manage users',
		),
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{ name: 'Token', value: 'token', description: 'Send an account token as it is' },
				{
					name: 'API Key',
					value: 'apiKey',
					description: 'Fetch session tokens with the API key, and new ones when they expire',
				},
			],
			default: 'token',
		},
		{
			displayName: 'Token',
			name: 'token',
			type: 'string',
			typeOptions: { password: true },
			displayOptions: { show: { authentication: ['token'] } },
			default: '',
			required: true,
			description: 'An account token, from API Credentials, then Tokens',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			displayOptions: { show: { authentication: ['apiKey'] } },
			default: '',
			required: true,
			description:
				'The API key of the account. In Ubidots, open your user menu, then API Credentials.',
		},
		sessionTokenProperty,
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://industrial.api.ubidots.com',
			description: 'Change it only if your account has its own API address',
		},
		requestsPerSecondProperty(
			4,
			'Ubidots allows 4 by default. For a slower limit, enter a fraction, such as 0.083 for 5 a minute.',
		),
		{
			displayName: 'Send Token In',
			name: TOKEN_PLACE,
			type: 'options',
			options: [
				{
					name: 'Header',
					value: 'header',
					description: 'As the X-Auth-Token header. Safer than the query.',
				},
				{
					name: 'Query',
					value: 'query',
					description:
						'As the query parameter token, which ends up in the logs of proxies and servers',
				},
			],
			default: 'header',
			description: 'Where to put the token. The header is safer.',
		},
	];

	/** Called when there is no session token, or when it was refused; n8n stores the result. */
	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		if (credentials.authentication !== 'apiKey') return {};
		const owner = sessionOwner(credentials);
		const token = await fetchSessionToken(this, {
			...owner,
			service: 'Ubidots',
			secretTitle: 'API key',
			addressTitle: 'Base URL',
			stored: credentials.sessionToken,
			credentials,
			request: {
				method: 'POST',
				url: '/api/v1.6/auth/token',
				headers: { 'x-ubidots-apikey': owner.secret },
			},
			tokenIn: (body) => body.token,
		});
		return { sessionToken: token };
	}

	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const { authentication, token, sessionToken: session, sendTokenIn, baseUrl } = credentials;
		const address = ubidotsOrigin(baseUrl);
		// The credential test has the URL as it was entered.
		const isTest = options.url === TEST_PATH && options.baseURL === baseUrl;
		const request = isTest ? { ...options, baseURL: address } : options;
		const own = atOwnAddress(request, address, 'Base URL');
		const value =
			authentication === 'apiKey'
				? sessionFor(session, sessionOwner(credentials))
				: parseSecret(token, 'Token');
		return sendTokenIn === 'query'
			? { ...own, qs: { ...own.qs, token: value } }
			: { ...own, headers: { ...own.headers, 'X-Auth-Token': value } };
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl}}',
			url: TEST_PATH,
			qs: { page_size: 1, fields: 'id' },
		},
		rules: [
			...commonRules('Base URL'),
			...refused(
				[401, 403],
				'Ubidots refused the token: check that it is an account token with the right to manage users',
			),
			...refused([404, 405], 'There is no Ubidots API at this address: check the Base URL'),
		],
	};
}
