import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import {
	parseBaseUrl,
	parseSecret,
	requestsPerSecondProperty,
	secretNotice,
	sessionTokenProperty,
} from '../nodes/shared/credentials/properties';
import { commonRules, refused } from '../nodes/shared/credentials/checkRules';
import { fetchSessionToken } from '../nodes/shared/credentials/exchange';
import { atOwnAddress } from '../nodes/shared/credentials/ownAddress';
import { sessionFor, type SessionOwner } from '../nodes/shared/credentials/sessionToken';
import { upsunApiUrl } from '../nodes/Upsun/api';

/** The fixed user name of Upsun's token endpoint; the password is empty (authentication page). */
const TOKEN_CLIENT = 'platform-api-user';

/** The user of the token. */
const TEST_PATH = '/users/me';

/** The base URL of the token endpoint, also when its path was pasted along. */
const upsunAuthUrl = (entered: unknown) =>
	parseBaseUrl(entered, 'Auth URL', /\/oauth2(\/token)?$/i);

/** @throws Failure when its API token or an address is not valid */
function sessionOwner(credentials: ICredentialDataDecryptedObject): SessionOwner {
	const { apiToken, authUrl, apiUrl } = credentials;
	return {
		secret: parseSecret(apiToken, 'API Token'),
		authUrl: upsunAuthUrl(authUrl),
		apiUrl: upsunApiUrl(apiUrl),
	};
}

export class UpsunApi implements ICredentialType {
	name = 'upsunApi';

	displayName = 'Upsun API';

	icon = {
		light: 'file:../nodes/Upsun/upsun.svg',
		dark: 'file:../nodes/Upsun/upsun.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/n8n-nodes-ubidots-upsun/n8n-nodes-ubidots-upsun/blob/main/docs/upsun.md#credential';

	properties: INodeProperties[] = [
		secretNotice(
			'In the Upsun Console, open My Profile, then API Tokens, and select Create API Token',
		),
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{
					name: 'API Token',
					value: 'apiToken',
					description:
						'Exchange an API token for short-lived access tokens, renewed when they expire',
				},
				{
					name: 'Access Token',
					value: 'accessToken',
					description: 'Send an access token as it is. It lasts 15 minutes and cannot be renewed.',
				},
			],
			default: 'apiToken',
		},
		{
			displayName: 'API Token',
			name: 'apiToken',
			type: 'string',
			typeOptions: { password: true },
			displayOptions: { show: { authentication: ['apiToken'] } },
			default: '',
			required: true,
			description: 'Of the user in whose name the node works',
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			displayOptions: { show: { authentication: ['accessToken'] } },
			default: '',
			required: true,
			description:
				'The bearer token, for example what the Upsun command line prints for auth:token',
		},
		sessionTokenProperty,
		{
			displayName: 'API URL',
			name: 'apiUrl',
			type: 'string',
			default: 'https://api.upsun.com',
			description: 'Where the API is. Leave it as it is unless Upsun gave you another address.',
		},
		{
			displayName: 'Auth URL',
			name: 'authUrl',
			type: 'string',
			displayOptions: { show: { authentication: ['apiToken'] } },
			default: 'https://auth.upsun.com',
			description:
				'Where API tokens are exchanged. Leave it as it is unless Upsun gave you another address.',
		},
		requestsPerSecondProperty(0, 'Upsun documents no limit.'),
	];

	/** Called when there is no access token, or when it was refused; n8n stores the result. */
	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		if (credentials.authentication === 'accessToken') return {};
		const owner = sessionOwner(credentials);
		const token = await fetchSessionToken(this, {
			...owner,
			service: 'Upsun',
			secretTitle: 'API token',
			addressTitle: 'Auth URL',
			stored: credentials.sessionToken,
			credentials,
			request: {
				method: 'POST',
				url: '/oauth2/token',
				auth: { username: TOKEN_CLIENT, password: '' },
				body: new URLSearchParams({ grant_type: 'api_token', api_token: owner.secret }),
			},
			tokenIn: (body) => body.access_token,
		});
		return { sessionToken: token };
	}

	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const { authentication, accessToken, sessionToken: session, apiUrl } = credentials;
		const address = upsunApiUrl(apiUrl);
		// The credential test has the URL as it was entered.
		const isTest = options.url === TEST_PATH && options.baseURL === apiUrl;
		const request = isTest ? { ...options, baseURL: address } : options;
		const own = atOwnAddress(request, address, 'API URL');
		const token =
			authentication === 'accessToken'
				? parseSecret(accessToken, 'Access Token')
				: sessionFor(session, sessionOwner(credentials));
		return { ...own, headers: { ...own.headers, Authorization: `Bearer ${token}` } };
	};

	test: ICredentialTestRequest = {
		request: { baseURL: '={{$credentials.apiUrl}}', url: TEST_PATH },
		rules: [
			...commonRules('API URL'),
			...refused([401], 'Upsun refused the access token: it may have expired'),
			...refused([403], 'Upsun accepts the token but does not allow it to read its own user'),
			...refused([404], 'There is no Upsun API at this address: check the API URL'),
		],
	};
}
