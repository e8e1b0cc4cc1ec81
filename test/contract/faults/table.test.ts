/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- keeps a page of the docs true, never shipped */
import type { IDataObject } from 'n8n-workflow';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { setAccessToken } from '../../support/credentials';
import { ME, PASSWORD } from '../../support/people';
import { BY_ID_OF_ITEM, CONTINUE, organizations, sync, ubidots, upsun } from '../../support/setups';
import { inVirtualTime } from '../../support/virtualTime';
import { type NodeSetup, type Result, startWorld } from '../../support/world';
import { faultCases } from './faults';
import { ROWS, subjects } from './subjects';

type Service = 'Ubidots' | 'Upsun';

/** docs/faults-<service>.md is made from what happens here: `UPDATE_DOCS=1 npx jest test/contract/faults/table` writes it anew. */
const fileFor = (service: Service) =>
	join(__dirname, '..', '..', '..', 'docs', `faults-${service.toLowerCase()}.md`);

interface Writing {
	service: Service;
	name: string;
	match: { method: string; path?: string | RegExp };
	setup(options: IDataObject): NodeSetup;
	items: IDataObject[];
	rowsInRequest: number;
}

const ids = subjects[0].items;
const one = { maxConcurrentRequests: 1 };
const mails = Array.from({ length: ROWS }, (_, n) => ({ id: ME, email: `robin.${n}@example.com` }));

const others: Writing[] = [
	{
		service: 'Ubidots',
		name: 'Create',
		match: { method: 'POST', path: /\/users\/$/ },
		items: ids.map((_, n) => ({ name: `fresh-${n}` })),
		setup: (options) =>
			ubidots('create', {
				username: '={{ $json.name }}',
				email: '={{ $json.name }}@new.example.com',
				password: PASSWORD,
				options: { ...one, ...options },
			}),
		rowsInRequest: 1,
	},
	{
		service: 'Ubidots',
		name: 'Delete',
		match: { method: 'DELETE' },
		items: ids,
		setup: (options) =>
			ubidots('delete', { userKey: BY_ID_OF_ITEM, options: { ...one, ...options } }),
		rowsInRequest: 1,
	},
	{
		service: 'Ubidots',
		name: 'Sync (create)',
		match: { method: 'POST', path: /\/users\/$/ },
		items: ids.map((_, n) => ({ username: `fresh-${n}`, email: `fresh-${n}@new.example.com` })),
		setup: (options) => sync({ options: { ...one, ...options } }),
		rowsInRequest: 1,
	},
	...[false, true].map((sendInvitation) => ({
		service: 'Ubidots' as const,
		name: `Assign Organizations ${sendInvitation ? 'with' : 'without'} invitation`,
		match: { method: 'POST', path: 'assign_organizations' },
		items: ids,
		setup: (options: IDataObject) =>
			ubidots('assignOrganizations', {
				userKey: BY_ID_OF_ITEM,
				organizations: organizations('city-lights', 'viewer', { sendInvitation }),
				options: { ...one, ...options },
			}),
		rowsInRequest: 1,
	})),
	...(['changeEmail', 'resetPassword'] as const).map((operation) => ({
		service: 'Upsun' as const,
		name: operation === 'changeEmail' ? 'Change Email' : 'Reset Password',
		match: { method: 'POST', path: /emailaddress|resetpassword/ },
		items: mails,
		setup: (options: IDataObject) =>
			upsun(operation, {
				userId: BY_ID_OF_ITEM,
				emailAddress: '={{ $json.email }}',
				options: { ...one, ...options },
			}),
		rowsInRequest: 1,
	})),
];

const TITLES: Record<string, [Service, string]> = {
	'Ubidots update': ['Ubidots', 'Update'],
	'Ubidots bulkUpdate': ['Ubidots', 'Bulk Update'],
	'Ubidots applyChanges': ['Ubidots', 'Apply Changes'],
	'Ubidots sync': ['Ubidots', 'Sync (update)'],
	'Upsun update': ['Upsun', 'Update'],
};

const all: Writing[] = [
	...subjects.map(({ name, path, setup, items, rowsInRequest }) => ({
		service: TITLES[name][0],
		name: TITLES[name][1],
		match: { method: 'PATCH', path },
		items,
		setup,
		rowsInRequest,
	})),
	...others,
];

/** The second request meets the fault. */
const HIT = 1;

async function run(writing: Writing, index: number, options: IDataObject, goOn: boolean) {
	const world = await startWorld({ users: ROWS, upsunAdmin: true });
	try {
		setAccessToken(world);
		const { fault, options: own } = faultCases()[index];
		world.sandbox.faults.add({ match: writing.match, skip: HIT, ...fault });
		const setup = writing.setup({ ...own, ...options });
		return await world.run({ ...setup, onError: goOn ? CONTINUE : undefined }, writing.items);
	} finally {
		await world.close();
	}
}

const errorOf = ({ items }: Result, row: number) => String(items[row]?.json.error ?? '');

/** What becomes of the rows of a request that meets the fault. */
function outcomeOf(result: Result, { rowsInRequest }: Writing): string {
	const error = errorOf(result, HIT * rowsInRequest);
	if (error === '') return 'sent again, done';
	return /may have been (carried out|updated) anyway/.test(error) ? 'failed, maybe done' : 'failed';
}

const afterOf = (error: string) =>
	error === '' ? 'done' : error.startsWith('Not sent') ? 'not sent' : 'failed';

const inMarkdown = (rows: string[][]) =>
	[rows[0], rows[0].map(() => '---'), ...rows.slice(1)]
		.map((cells) => `| ${cells.join(' | ')} |`)
		.join('\n');

async function inGroups<T, R>(entries: T[], work: (entry: T) => Promise<R>): Promise<R[]> {
	const results: R[] = [];
	for (let at = 0; at < entries.length; at += 30)
		results.push(...(await Promise.all(entries.slice(at, at + 30).map(work))));
	return results;
}

async function pageFor(service: Service): Promise<string> {
	const writings = all.filter((writing) => writing.service === service);
	const names = faultCases().map(({ name }) => name);
	const cells = faultCases().flatMap(({ name, takesTime = false }, index) =>
		writings.map((writing) => ({ writing, index, takesTime, key: `${writing.name}, ${name}` })),
	);
	const outcomes = async (options: IDataObject) => {
		const found = new Map<string, string>();
		const fill = async (takesTime: boolean) =>
			await inGroups(
				cells.filter((cell) => cell.takesTime === takesTime),
				async ({ writing, index, key }) =>
					found.set(key, outcomeOf(await run(writing, index, options, true), writing)),
			);
		await fill(false);
		await inVirtualTime(async () => await fill(true));
		return found;
	};
	const table = (results: Map<string, string>) =>
		inMarkdown([
			['fault', ...writings.map(({ name }) => name)],
			...names.map((name) => [
				name,
				...writings.map((writing) => String(results.get(`${writing.name}, ${name}`))),
			]),
		]);
	// A 500 is never repeated, so every operation gives up at once.
	const givenUp = names.indexOf('500');
	const around = await inGroups(writings, async (writing) => {
		const goingOn = await run(writing, givenUp, {}, true);
		const stopped = await run(writing, givenUp, {}, false);
		const isAccounted = /^Not sent: items/m.test(stopped.description ?? '');
		return [
			writing.name,
			afterOf(errorOf(goingOn, 0)),
			afterOf(errorOf(goingOn, ROWS - 1)),
			isAccounted ? 'not sent' : 'unknown',
		];
	});
	return `# What happens to each row when a request to ${service} fails

Written by the tests from what the node did: ${ROWS} rows, one request after the other, and the second request meets the fault.
"Maybe done" means that the message says "It may have been carried out anyway".

## With retries (the default)

${table(await outcomes({}))}

## When the time for retries is used up

${table(await outcomes({ retryTimeout: 0 }))}

## The other rows, after a request has failed for good

${inMarkdown([['operation', 'rows before it', 'rows after it, with On Error: Continue', 'rows after it, with Stop Workflow'], ...around])}
`;
}

it.each<Service>(['Ubidots', 'Upsun'])(
	"the page about %s's faults says what happens to the rows",
	async (service) => {
		jest.spyOn(Math, 'random').mockReturnValue(0.01);
		const text = await pageFor(service);
		jest.restoreAllMocks();
		const file = fileFor(service);
		if (process.env.UPDATE_DOCS) writeFileSync(file, text);
		expect(readFileSync(file, 'utf8')).toBe(text);
	},
	120_000,
);
