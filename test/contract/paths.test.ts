/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- reads the sources; never shipped */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { setAccessToken } from '../support/credentials';
import { TESTT } from '../support/people';
import { requestLines } from '../support/requests';
import {
	byEmail,
	byId,
	byUsername,
	fromList,
	locator,
	organizations,
	ubidots,
	upsun,
} from '../support/setups';
import { useWorld } from '../support/useWorld';

const ROOT = join(__dirname, '..', '..');
const MADE_IN = 'nodes/shared/path.ts';

/** What is percent-encoded for another reason than a path. */
const NO_PATHS = [
	// The length of a query.
	'nodes/Ubidots/user/lookup/groups.ts',
	// Compares an address with another.
	'nodes/shared/credentials/ownAddress.ts',
	// The spellings of a secret.
	'nodes/shared/redact/spellings.ts',
];

const sources = ['nodes', 'credentials'].flatMap((folder) =>
	readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts'))
		.map((name) => `${folder}/${name.replaceAll('\\', '/')}`),
);

/** What puts a value into a path without the one function. */
function pathsBuiltIn(source: string): string[] {
	const code = source.replace(/\/\*.*?\*\/|^\s*\/\/.*$/gms, '');
	const suspicious = [
		/\bencodeURI(Component)?\b/g,
		// A text with a value in it that begins like a path; one behind the tag `path` is checked.
		/(?<![\w)])`(\/|\$\{[^}]*\}\/)[^`]*`/g,
		// Put together from parts.
		/'\/[^']*'\s*\+|\+\s*'\/[^']*'/g,
		// Said to be one.
		/\bas (unknown as )?(Path|Segment)\b/g,
	];
	return suspicious
		.flatMap((pattern) => code.match(pattern) ?? [])
		.filter((found) => !found.startsWith('`') || found.includes('${'));
}

describe('nothing but the one function puts a value into a path', () => {
	it('in all sources', () => {
		expect(sources.length).toBeGreaterThan(80);
		const found = sources
			.filter((name) => name !== MADE_IN && !NO_PATHS.includes(name))
			.flatMap((name) =>
				pathsBuiltIn(readFileSync(join(ROOT, name), 'utf8')).map((text) => `${name}: ${text}`),
			);
		expect(found).toEqual([]);
	});

	it.each([
		'path: `/users/${id}`,',
		"path: '/users/' + id,",
		"path: base + '/users/',",
		'const path = `${base}/users/${id}`;',
		'`/users/${encodeURIComponent(id)}`',
		'path: link as Path,',
		'path: link as unknown as Path,',
	])('which this test would see: %s', (line) => {
		expect(pathsBuiltIn(line)).not.toEqual([]);
	});

	it('and it sees no more than that', () => {
		expect(pathsBuiltIn('path: path`/users/${idSegment(id)}`,')).toEqual([]);
		expect(pathsBuiltIn('/** `/users/${id}` */\n// `/users/${id}`')).toEqual([]);
		expect(pathsBuiltIn('throw new Failure(`No user ${shown(id)}`)')).toEqual([]);
	});
});

const world = useWorld();
beforeEach(() => setAccessToken(world));

/** Each of them was sent by an earlier version, and a server that decodes paths led it elsewhere. */
const HOSTILE = [
	'a/b',
	'../devices/pump-1',
	'..\\users',
	'..',
	'.',
	'.\u200b',
	'_\u200b',
	'a\u0000',
];
const HOSTILE_IDS = [...HOSTILE, '_', '_/bulk/update', `${TESTT}/tokens`, '%2e%2e', 'a?b', 'a#b'];

describe('no value of an item leads to another path', () => {
	afterEach(() => expect(requestLines(world)).toEqual([]));

	const VALUE = '={{ $json.value }}';
	const attempt = async (setup: ReturnType<typeof ubidots>, values: string[]) => {
		for (const value of values) {
			const { status, message } = await world.run(setup, [{ value }]);
			expect([value, status]).toEqual([value, 'error']);
			expect(message).toContain("'User' ");
		}
	};

	it.each([
		['get', {}],
		['delete', {}],
		['update', { updateFields: { firstName: 'Ada' } }],
		['assignOrganizations', { organizations: organizations('city-lights', 'viewer') }],
		['removeOrganizations', { organizations: organizations('city-lights', 'viewer') }],
	])('Ubidots %s', async (operation, parameters) => {
		for (const userKey of [byId(VALUE), fromList(VALUE), VALUE, locator('', VALUE)])
			await attempt(ubidots(operation, { userKey, ...parameters }), HOSTILE_IDS);
		await attempt(ubidots(operation, { userKey: byUsername(VALUE), ...parameters }), HOSTILE);
		const names = HOSTILE.map((name) => `~${name}`);
		await attempt(ubidots(operation, { userKey: VALUE, ...parameters }), names);
	});

	it.each([
		['get', {}],
		['update', { updateFields: { company: 'X' } }],
		['changeEmail', { emailAddress: 'new@example.com' }],
		['resetPassword', {}],
	])('Upsun %s', async (operation, parameters) => {
		for (const userId of [byId(VALUE), fromList(VALUE), VALUE])
			await attempt(upsun(operation, { userId, ...parameters }), HOSTILE_IDS);
		await attempt(upsun(operation, { userId: byUsername(VALUE), ...parameters }), HOSTILE);
		const addresses = ['a/b@example.com', 'a\\b@example.com', 'a\u200b@example.com', '..'];
		for (const userId of [byEmail(VALUE), VALUE])
			await attempt(upsun(operation, { userId, ...parameters }), addresses);
	});
});

describe('no ID of the service leads to another path', () => {
	it.each(['update', 'changeEmail', 'resetPassword'])('Upsun %s', async (operation) => {
		const more = { updateFields: { company: 'X' }, emailAddress: 'new@example.com' };
		for (const userId of [byEmail('jane@example.com'), byUsername('jane')]) {
			for (const id of ['..', '.', '_', '~user-1', 'a/b', 'a\u200b']) {
				world.sandbox.faults.add({ answer: { status: 200, body: { id } } });
				const { message } = await world.run(upsun(operation, { userId, ...more }));
				expect(message).toMatch(/^Could not read the user 'jane.*Upsun's response has no ID/);
			}
		}
		expect(requestLines(world).every((line) => line.startsWith('GET /users/'))).toBe(true);
	});

	it.each(['..', '.', '_', '~user-1', 'a/b', 'a\u200b'])(
		'Bulk Update, by username: %j',
		async (id) => {
			const body = { count: 1, next: null, results: [{ id, username: 'jane' }] };
			world.sandbox.faults.add({
				times: 9,
				match: { method: 'GET' },
				answer: { status: 200, body },
			});
			const columns = {
				mappingMode: 'autoMapInputData',
				value: null,
				matchingColumns: ['username'],
				schema: [],
			};
			const rows = ['jane', 'joe'].map((username) => ({ username, firstName: 'X' }));
			const { message } = await world.run(ubidots('bulkUpdate', { columns }), rows);
			expect(message).toContain(
				`Ubidots gave no ID for the user with the username 'jane', only '${id}'`,
			);
			expect(requestLines(world).some((line) => line.startsWith('PATCH'))).toBe(false);
		},
	);
});
