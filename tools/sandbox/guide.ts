import type { Sandbox } from './types';

/** How to point a credential at the sandbox, as plain text. */
export function guide({ url, secrets }: Pick<Sandbox, 'url' | 'secrets'>): string {
	const { ubidotsToken, ubidotsApiKey, upsunApiToken, upsunAccessToken } = secrets;
	return `Ubidots and Upsun users APIs, in memory on this machine. Nothing here reaches the real services.

Ubidots API credential
  Authentication       Token, or API Key
  Token                ${ubidotsToken}
  API Key              ${ubidotsApiKey}
  Base URL             ${url}

Upsun API credential
  Authentication       API Token, or Access Token
  API Token            ${upsunApiToken}
  Access Token         ${upsunAccessToken}
  API URL              ${url}
  Auth URL             ${url}

Try
  curl '${url}/api/v2.0/users/?page_size=3&fields=id,username,email' -H 'X-Auth-Token: ${ubidotsToken}'

  curl -X PATCH '${url}/api/v2.0/users/~testt' -H 'X-Auth-Token: ${ubidotsToken}' \\
    -H 'Content-Type: application/json' -d '{"firstName": "first", "lastName": "Ubidots"}'

  curl -X PATCH '${url}/api/v2.0/users/_/bulk/update/' -H 'X-Auth-Token: ${ubidotsToken}' \\
    -H 'Content-Type: application/json' -H 'X-Bulk-Operation: True' \\
    -d '[{"id": "409dba9c67d3bb19f554", "username": "ines"}, {"id": "445da83878abc3c75756", "username": "otto"}]'

  curl '${url}/oauth2/token' -u platform-api-user: -d grant_type=api_token -d api_token=${upsunApiToken}

  curl '${url}/users/me' -H 'Authorization: Bearer ${upsunAccessToken}'

What arrived:  curl '${url}/__sandbox/journal'
Who is there:  curl '${url}/__sandbox/state'
Start again:   curl -X POST '${url}/__sandbox/reset'
`;
}
