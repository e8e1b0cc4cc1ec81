import { ubidotsOrigin } from '../../../nodes/Ubidots/api';
import { asText, isRecord } from '../../../nodes/shared/objects';
import type { Service } from '../main';
import { Probe } from '../probe';
import { Failure } from '../step';
import { TestUser, type Values, type Writing } from '../testUser';
import { bulkSteps } from './bulk';
import { filterSteps } from './filters';
import { ALL_FIELDS, listSteps, type User } from './lists';
import {
	type Membership,
	membershipsOf,
	organizationReads,
	organizationWrites,
} from './organizations';
import { writeSteps } from './writes';

const fields = ALL_FIELDS.join(',');

export const ubidots: Service = {
	reads: { ...listSteps, ...filterSteps, ...organizationReads },
	writes: { ...writeSteps, ...organizationWrites, ...bulkSteps },

	async connect(env, options) {
		const token = env.UBIDOTS_TOKEN ?? '';
		if (token === '') throw new Failure('Set UBIDOTS_TOKEN to an account token.');
		const origin = ubidotsOrigin(env.UBIDOTS_URL ?? 'https://industrial.api.ubidots.com');
		const probe = new Probe({ ...options, service: 'Ubidots', baseUrl: `${origin}/api/v2.0` });
		probe.headers = { 'x-auth-token': token };
		const query = { page_size: 1, fields: 'id' };
		const { status, body } = await probe.get('/users/', { query });
		if (status === 401 || status === 403)
			throw new Failure(
				`Ubidots refused the token (${status}): set UBIDOTS_TOKEN to an account token with the right to manage users.`,
			);
		if (status === 200 && isRecord(body) && Array.isArray(body.results)) return probe;
		throw new Failure(
			`This is no list of users (status ${status}): set UBIDOTS_URL to the origin of the Ubidots API.`,
		);
	},

	async testUser(probe, name) {
		const id = await findUser(probe, name);
		await notTheOwner(probe, id);
		return await TestUser.rehearsed(id, probe, writingOf(probe, id));
	},
};

async function findUser(probe: Probe, name: string): Promise<string> {
	for (const key of [`~${name}`, name]) {
		const { status, body } = await probe.get('/users/{key}', { at: { key } });
		if (status === 200 && isRecord(body) && asText(body.id) !== '') return asText(body.id);
	}
	throw new Failure(`There is no user with the username or ID "${name}".`);
}

/** The owner was there before everybody: a user must not be the oldest to be written to. */
async function notTheOwner(probe: Probe, id: string): Promise<void> {
	const users: User[] = [];
	for (const sort of ['created_at', 'username']) {
		const query = { sort_by: sort, page_size: 100, fields: 'id,createdAt' };
		const { body } = await probe.get('/users/', { query });
		if (isRecord(body) && Array.isArray(body.results)) users.push(...body.results.filter(isRecord));
	}
	const { body } = await probe.get('/users/{key}', { at: { key: id } });
	const created = isRecord(body) ? asText(body.createdAt) : '';
	if (users.some((user) => user.id !== id && asText(user.createdAt) < created)) return;
	throw new Failure(
		'Nothing was written: this user may be the owner of the account, because no other is known to be older. Make a user for the test.',
	);
}

const text = (shown: unknown) => (shown === null || shown === undefined ? '' : String(shown));
const textOrNull = (shown: unknown) => (shown === null || shown === '' ? null : String(shown));
const numberOrNull = (shown: unknown) => (shown === null || shown === '' ? null : Number(shown));
const same = (shown: unknown) => shown;

const FIELDS: Writing['fields'] = {
	username: text,
	firstName: text,
	lastName: text,
	email: text,
	website: text,
	language: textOrNull,
	decimalPlaces: numberOrNull,
	tags: same,
	properties: same,
	organizations: same,
};

function writingOf(probe: Probe, id: string): Writing {
	const at = { key: id };
	const assign = async (body: Membership[]) =>
		await probe.send('POST', '/users/{key}/_/assign_organizations/', { at, body });
	const remove = async (body: Membership[]) =>
		await probe.send('POST', '/users/{key}/_/remove_organizations/', { at, body });
	return {
		fields: FIELDS,

		async read() {
			const { status, body } = await probe.get('/users/{key}', { at, query: { fields } });
			if (status !== 200 || !isRecord(body))
				throw new Failure(`The test user could not be read (status ${status}).`);
			const shown = Object.entries(body).filter(([name]) => name in FIELDS);
			return Object.fromEntries(
				shown.map(([name, value]) => [
					name,
					name === 'organizations' ? membershipsOf(value) : value,
				]),
			);
		},

		async write({ organizations: wanted, ...values }: Values, before) {
			if (wanted === undefined)
				return await probe.send('PATCH', '/users/{key}', { at, body: values });
			const there = before.organizations as Membership[];
			const missing = (from: Membership[], among: Membership[]) =>
				from.filter(({ label }) => !among.some((one) => one.label === label));
			const [more, less] = [
				missing(wanted as Membership[], there),
				missing(there, wanted as Membership[]),
			];
			if (more.length > 0) return await assign(more);
			if (less.length > 0) return await remove(less);
			// Whoever cannot be removed again is not assigned: to be told that only POST is allowed, the path has to be there.
			const reply = await probe.get('/users/{key}/_/remove_organizations/', { at });
			const isKnown = there.every(({ role }) => role !== '');
			return { ...reply, status: reply.status === 405 && isKnown ? 200 : 404 };
		},
	};
}
