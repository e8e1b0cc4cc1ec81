import { upsunApiUrl } from '../../../nodes/Upsun/api';
import { parseBaseUrl } from '../../../nodes/shared/credentials/properties';
import { asText, isRecord } from '../../../nodes/shared/objects';
import type { Service } from '../main';
import { Probe, type ProbeOptions, type Reply } from '../probe';
import { Failure } from '../step';
import { TestUser, type Writing } from '../testUser';
import { itemsOf } from './people';
import { reads, TOKEN_PATH } from './reads';
import { TEXT_FIELDS, writes } from './writes';

/** The client name of the authentication page, with its empty password. */
const CLIENT = Buffer.from('platform-api-user:').toString('base64');

export const upsun: Service = {
	reads,
	writes,

	async connect(env, options) {
		const baseUrl = upsunApiUrl(env.UPSUN_API_URL ?? 'https://api.upsun.com');
		const probe = new Probe({ ...options, service: 'Upsun', baseUrl });
		const token = env.UPSUN_API_TOKEN
			? await exchanged(env, probe, options)
			: (env.UPSUN_ACCESS_TOKEN ?? '');
		if (token === '')
			throw new Failure('Set UPSUN_API_TOKEN to an API token, or UPSUN_ACCESS_TOKEN.');
		probe.headers = { authorization: `Bearer ${token}` };
		const { status, body } = await probe.get('/users/me');
		if (status === 401 || status === 403)
			throw new Failure(
				`Upsun refused the token (${status}): set UPSUN_API_TOKEN to a valid API token.`,
			);
		if (status === 200 && isRecord(body) && asText(body.id) !== '') return probe;
		throw new Failure(
			`This is no user (status ${status}): set UPSUN_API_URL to the origin of the Upsun API.`,
		);
	},

	async testUser(probe, name) {
		const id = await findUser(probe, name);
		const { body } = await probe.get('/organizations', { query: { 'page[size]': 100 } });
		let place: string | undefined;
		for (const organization of itemsOf(body)) {
			const owner = asText(organization.owner_id).toLowerCase();
			if (owner === '' || owner === id)
				throw new Failure(
					'Nothing was written: this user is the owner of an organization, or may be. Make a user for the test.',
				);
			const at = { organization: asText(organization.id), user: id };
			const member = await probe.get('/organizations/{organization}/members/{user}', { at });
			if (member.status === 200) place ??= at.organization;
		}
		return await TestUser.rehearsed(id, probe, writingOf(probe, id, place));
	},
};

/** An access token for the API token. */
async function exchanged(
	env: NodeJS.ProcessEnv,
	probe: Probe,
	options: Pick<ProbeOptions, 'perSecond' | 'signal' | 'say'>,
): Promise<string> {
	const origin = parseBaseUrl(
		env.UPSUN_AUTH_URL ?? 'https://auth.upsun.com',
		'UPSUN_AUTH_URL',
		/\/oauth2(\/.*)?$/i,
	);
	const auth = new Probe({ ...options, service: 'Upsun', baseUrl: origin });
	const { status, body } = await auth.send('POST', TOKEN_PATH, {
		body: new URLSearchParams({
			grant_type: 'api_token',
			api_token: env.UPSUN_API_TOKEN ?? '',
		}).toString(),
		headers: {
			'content-type': 'application/x-www-form-urlencoded',
			authorization: `Basic ${CLIENT}`,
		},
	});
	probe.log.push(...auth.log);
	const token = isRecord(body) ? asText(body.access_token) : '';
	if (token !== '') return token;
	throw new Failure(
		`Upsun refused the API token (${status}): set UPSUN_API_TOKEN to one that is valid, and UPSUN_AUTH_URL to the origin of /oauth2/token.`,
	);
}

async function findUser(probe: Probe, name: string): Promise<string> {
	for (const path of ['/users/{name}', '/users/username={name}', '/users/email={name}']) {
		const { status, body } = await probe.get(path, { at: { name } });
		if (status === 200 && isRecord(body) && asText(body.id) !== '')
			return asText(body.id).toLowerCase();
	}
	throw new Failure(
		`There is no user with the ID, username or email address "${name}", or the token may not see them.`,
	);
}

const text = (shown: unknown) => String(shown ?? '');

/** @param place an organization that the user is a member of */
function writingOf(probe: Probe, user: string, place = ''): Writing {
	const at = { user, organization: place };
	const member = '/organizations/{organization}/members/{user}';
	return {
		fields: {
			...Object.fromEntries(TEXT_FIELDS.map((name) => [name, text])),
			permissions: (shown) => shown,
		},

		async read() {
			const { status, body } = await probe.get('/users/{user}', { at });
			if (status !== 200 || !isRecord(body))
				throw new Failure(`The test user could not be read (status ${status}).`);
			const shown = Object.fromEntries(
				Object.entries(body).filter(([name]) => TEXT_FIELDS.includes(name)),
			);
			if (place === '') return shown;
			const { body: membership } = await probe.get(member, { at });
			const { permissions } = isRecord(membership) ? membership : {};
			return Array.isArray(permissions) ? { ...shown, permissions } : shown;
		},

		async write({ permissions, ...values }): Promise<Reply> {
			return permissions === undefined
				? await probe.send('PATCH', '/users/{user}', { at, body: values })
				: await probe.send('PATCH', member, { at, body: { permissions } });
		},
	};
}
