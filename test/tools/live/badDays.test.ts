/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- starts the check as a process of its own, never shipped */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import type { CheckOptions } from '../../../tools/live/main';
import type { Fault, Sandbox } from '../../../tools/sandbox';
import { ME } from '../../support/people';
import { inVirtualTime } from '../../support/virtualTime';
import {
	checkOn,
	checkWritingOn,
	credentialsOf,
	type Outcome,
	type ServiceName,
	startAccount,
	TEST_USERS,
} from './support';

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startAccount();
});
afterEach(async () => await sandbox.close());

const everybody = () =>
	JSON.stringify([
		sandbox.ubidots.users(),
		sandbox.upsun.users().map((user) => ({ ...user, updated_at: undefined })),
		sandbox.upsun.organizations.map(({ members }) =>
			Object.values(members).map(({ permissions }) => permissions),
		),
	]);

/** One sentence, and the exit status that says so. */
function expectSentence({ status, complaints }: Outcome, sentence: RegExp) {
	expect(complaints).toEqual([expect.stringMatching(sentence)]);
	expect(complaints[0]).not.toContain('\n');
	expect(status).toBe(1);
}

interface BadDay {
	name: string;
	service: ServiceName;
	env?: NodeJS.ProcessEnv;
	user?: string;
	fault?: Fault['answer'];
	sentence: RegExp;
}

const CLOSED = 'http://127.0.0.1:9';
const PAGE = { status: 200, body: '<html></html>', contentType: 'text/html' };

const badDays: BadDay[] = [
	{
		name: 'no token',
		service: 'ubidots',
		env: { UBIDOTS_TOKEN: '' },
		sentence: /^Set UBIDOTS_TOKEN/,
	},
	{
		name: 'no token',
		service: 'upsun',
		env: { UPSUN_API_TOKEN: '' },
		sentence: /^Set UPSUN_API_TOKEN/,
	},
	{
		name: 'a wrong token',
		service: 'ubidots',
		env: { UBIDOTS_TOKEN: 'BBFF-wrong' },
		sentence: /refused the token \(401\)/,
	},
	{
		name: 'a wrong API token',
		service: 'upsun',
		env: { UPSUN_API_TOKEN: 'wrong' },
		sentence: /refused the API token \(400\)/,
	},
	{
		name: 'a wrong access token',
		service: 'upsun',
		env: { UPSUN_API_TOKEN: '', UPSUN_ACCESS_TOKEN: 'wrong' },
		sentence: /refused the token \(401\)/,
	},
	{
		name: 'a wrong address',
		service: 'ubidots',
		env: { UBIDOTS_URL: 'nowhere' },
		sentence: /Base URL/,
	},
	{
		name: 'no network',
		service: 'ubidots',
		env: { UBIDOTS_URL: CLOSED },
		sentence: /^No answer came from Ubidots \(ECONNREFUSED\)/,
	},
	{
		name: 'no network',
		service: 'upsun',
		env: { UPSUN_AUTH_URL: CLOSED },
		sentence: /^No answer came from Upsun \(ECONNREFUSED\)/,
	},
	{ name: 'HTML for JSON', service: 'ubidots', fault: PAGE, sentence: /no JSON \(status 200\)/ },
	{ name: 'HTML for JSON', service: 'upsun', fault: PAGE, sentence: /no JSON \(status 200\)/ },
	{
		name: 'a page of a proxy',
		service: 'ubidots',
		fault: 'html',
		sentence: /no JSON \(status 502\)/,
	},
	{
		name: 'another API',
		service: 'ubidots',
		fault: { status: 200, body: {} },
		sentence: /no list of users/,
	},
	{
		name: 'a user who is not there',
		service: 'ubidots',
		user: 'nobody-here',
		sentence: /no user .*"nobody-here"/,
	},
	{
		name: 'a user who is not there',
		service: 'upsun',
		user: 'nobody-here',
		sentence: /no user .*"nobody-here"/,
	},
	{
		name: 'the owner of the account',
		service: 'ubidots',
		user: 'mara-lindqvist',
		sentence: /^Nothing was written: .*owner/,
	},
	{
		name: 'the owner of an organization',
		service: 'upsun',
		user: ME,
		sentence: /^Nothing was written: .*owner/,
	},
];

it.each(badDays)(
	'$service, $name: one sentence',
	async ({ service, env, user, fault, sentence }) => {
		if (fault) sandbox.faults.add({ times: Infinity, answer: fault });
		const before = everybody();
		const given = {
			env: { ...credentialsOf(sandbox), ...env },
			...(user && { user, write: true }),
		};
		expectSentence(await checkOn(sandbox, service, given), sentence);
		expect(everybody()).toBe(before);
		expect(sandbox.journal.count({ method: 'PATCH' })).toBe(0);
	},
);

it('does not write without a user', async () => {
	expectSentence(await checkOn(sandbox, 'ubidots', { write: true }), /--write needs --user/);
});

it('only reads unless it is told otherwise', async () => {
	const { status, answers } = await checkOn(sandbox, 'ubidots', { user: 'testt' });
	expect(status).toBe(0);
	expect(answers.map(({ step }) => step)).not.toContain('one-write');
	expect(new Set(sandbox.journal.entries().map(({ method }) => method))).toEqual(new Set(['GET']));
});

it.each<ServiceName>(['ubidots', 'upsun'])('%s, 429 all the time: gives up', async (service) => {
	await inVirtualTime(async () => {
		sandbox.faults.add({ times: Infinity, answer: { status: 429 } });
		const outcome = await checkOn(sandbox, service);
		expectSentence(outcome, /answered 429 for 120 s on end/);
		expect(outcome.said.join('\n')).toContain('waiting 30 s');
	});
});

describe('whatever happens, everything is put back', () => {
	const writes = () => sandbox.journal.entries().filter(({ method }) => method !== 'GET').length;

	/** What has been done to the account when it happens matters: it is tried all along. */
	const moments = Array.from({ length: 12 }, (_, n) => 15 + n * 6);

	it.each(moments)('a stop at write %i', async (moment) => {
		const before = everybody();
		const stop = new AbortController();
		sandbox.options.onRequest = () => writes() === moment && stop.abort();
		const outcome = await checkWritingOn(sandbox, 'ubidots', { signal: stop.signal });
		expect(everybody()).toBe(before);
		if (writes() < moment) return;
		expectSentence(outcome, /^Stopped\.$/);
		expect(outcome.said).toContain('Everything was put back.');
	});

	it('Ctrl-C, in a process of its own', async () => {
		const before = everybody();
		const child = spawn(
			process.execPath,
			[
				'--import',
				'tsx',
				'tools/live/main.ts',
				'ubidots',
				'--user',
				'testt',
				'--write',
				'--rate',
				'1000',
			],
			{
				cwd: join(__dirname, '..', '..', '..'),
				env: { ...process.env, ...credentialsOf(sandbox) },
			},
		);
		let isStopped = false;
		sandbox.options.onRequest = ({ rawBody }) => {
			if (isStopped || !rawBody?.includes('Live check')) return;
			isStopped = child.kill('SIGINT');
		};
		let printed = '';
		child.stdout.on('data', (data) => (printed += String(data)));
		child.stderr.on('data', (data) => (printed += String(data)));
		const [status] = (await once(child, 'close')) as [number];
		expect(printed).toContain('Everything was put back.');
		expect(status).toBe(1);
		expect(everybody()).toBe(before);
	});

	it.each<Fault['answer']>(['reset', 'html', { status: 401, body: {} }])(
		'a request of the middle that fails: %j',
		async (answer) => {
			const before = everybody();
			sandbox.faults.add({ match: { method: 'PATCH' }, skip: 15, answer });
			await checkWritingOn(sandbox, 'ubidots');
			expect(everybody()).toBe(before);
		},
	);
});

describe('what could not be put back is said with its value', () => {
	it('a service that ignores it', async () => {
		await inVirtualTime(async () => {
			const match = { method: 'PATCH', bodyIncludes: '"firstName":"Test"' };
			sandbox.faults.add({ match, skip: 1, times: Infinity, answer: { status: 200, body: {} } });
			const { status, complaints, report } = await checkWritingOn(sandbox, 'ubidots');
			expect(complaints).toContain('Could not be put back: firstName was "Test".');
			expect(status).toBe(1);
			expect(report).toContain('not everything');
		});
	});

	it('a limit that is met for ever', async () => {
		await inVirtualTime(async () => {
			const match = { method: 'PATCH', bodyIncludes: '"firstName":"Test"' };
			sandbox.faults.add({ match, skip: 1, times: Infinity, answer: { status: 429 } });
			const { status, complaints } = await checkWritingOn(sandbox, 'ubidots');
			expect(complaints).toContain('Could not be put back: firstName was "Test".');
			expect(status).toBe(1);
		});
	});

	it('a bulk update that has not come', async () => {
		await inVirtualTime(async () => {
			sandbox.options.taskDelayMs = Infinity;
			const { status, complaints } = await checkWritingOn(sandbox, 'ubidots');
			expect(complaints).toContainEqual(expect.stringContaining('firstName was "Test"'));
			expect(status).toBe(1);
		});
	});
});

it('a test user of whom nothing can be put back is not written to', async () => {
	sandbox.options.upsunAdmin = false;
	const before = everybody();
	const given: Partial<CheckOptions> = { user: TEST_USERS.upsun, write: true };
	const { answers } = await checkOn(sandbox, 'upsun', given);
	expect(answers.find(({ step }) => step === 'own-profile')?.holds).toBe(true);
	expect(answers.find(({ step }) => step === 'one-write')?.holds).toBe('not told');
	expect(everybody()).toBe(before);
});
