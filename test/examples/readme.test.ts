/* eslint-disable @n8n/community-nodes/no-restricted-imports -- reads the README and the examples, never shipped */
import type { IDataObject } from 'n8n-workflow';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { useWorld } from '../support/useWorld';
import { readExample, ROOT } from './example';

const readText = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const README = readText('README.md');
const world = useWorld();

/** The line of the README about this example, as it is printed. */
const lineAbout = (file: string) =>
	README.split('\n').find((line) => line.startsWith(`- [${file}]`)) ?? '';

/** What the README says that a webhook brings, with the names of the other fields that it may bring. */
function payloadOf(file: string): IDataObject {
	const [, json = ''] = /a webhook brings `([^`]+)`/.exec(lineAbout(file)) ?? [];
	return JSON.parse(json) as IDataObject;
}

const optionalFieldsOf = (file: string) => {
	const [, list = ''] = /optionally ((?:`\w+`(?:, | and )?)+)/.exec(lineAbout(file)) ?? [];
	return [...list.matchAll(/`(\w+)`/g)].map(([, name]) => name);
};

/** Runs the example as if its webhook had been called with this body. */
async function callWebhook(file: string, body: IDataObject) {
	const workflow = readExample(file);
	const webhook = workflow.nodes.find(({ type }) => type === 'n8n-nodes-base.webhook')?.name ?? '';
	const execution = await world.engine.run({
		...workflow,
		pinData: { [webhook]: [{ json: { body } }] },
	});
	return { execution, lastOutput: (node: string, branch = 0) => execution.output(node, branch) };
}

describe('the README', () => {
	const examples = readdirSync(join(ROOT, 'examples'));

	it.each(examples)('says what %s does', (file) => {
		expect(lineAbout(file)).toMatch(/\w/);
	});

	it('names only examples that are there', () => {
		const named = [...README.matchAll(/\(examples\/([^)]+)\)/g)].map(([, file]) => file);
		expect(named.filter((file) => !examples.includes(file))).toEqual([]);
	});

	it('names only commands that package.json has', () => {
		const { scripts } = JSON.parse(readText('package.json')) as { scripts: Record<string, string> };
		const documents = [README, readText('CONTRIBUTING.md')].join('\n');
		const named = [...documents.matchAll(/npm (?:run )?([a-z][\w:]*)/g)].map(([, name]) => name);
		const ownCommands = named.filter((name) => !['ci', 'install', 'pack'].includes(name));
		expect(ownCommands.length).toBeGreaterThan(5);
		expect(ownCommands.filter((name) => !(name in scripts))).toEqual([]);
	});

	it('has JSON that can be parsed in every block of JSON', () => {
		const blocks = [...README.matchAll(/```json\n([^]*?)```/g)].map(([, json]) => json);
		expect(blocks).not.toHaveLength(0);
		for (const json of blocks) expect(() => JSON.parse(json) as unknown).not.toThrow();
	});
});

describe('on-boarding with exactly the payload that the README prints', () => {
	const payload = payloadOf('onboarding.json');

	it('makes the account, gives it the role and sends the invitation', async () => {
		const { execution, lastOutput } = await callWebhook('onboarding.json', payload);
		expect(execution.error?.message).toBeUndefined();
		expect(lastOutput('Failed')).toEqual([]);
		expect(lastOutput('Welcome')).toHaveLength(1);
		expect(world.sandbox.ubidots.user(String(payload.username))).toMatchObject({
			email: payload.email,
			firstName: '',
			lastName: '',
			tags: [],
			timezone: null,
		});
	});

	it('sets every further field that the README names', async () => {
		const names = optionalFieldsOf('onboarding.json');
		expect(names).toEqual(['firstName', 'lastName', 'team', 'timezone']);
		const more = {
			firstName: 'Nina',
			lastName: 'Novák',
			team: 'office',
			timezone: 'Europe/Prague',
		};
		const { lastOutput } = await callWebhook('onboarding.json', { ...payload, ...more });
		expect(lastOutput('Welcome')).toHaveLength(1);
		const { team, ...fields } = more;
		const user = world.sandbox.ubidots.user(String(payload.username));
		expect(user).toMatchObject({ ...fields, tags: [team] });
	});

	it('leaves by the error branch when the username is taken', async () => {
		const taken = { ...payload, username: 'amara-okafor' };
		const { lastOutput } = await callWebhook('onboarding.json', taken);
		expect(lastOutput('Welcome')).toEqual([]);
		expect(lastOutput('Failed')).toHaveLength(1);
	});
});

it('off-boarding with exactly the payload that the README prints deactivates the account', async () => {
	const payload = payloadOf('offboarding.json');
	const { lastOutput } = await callWebhook('offboarding.json', payload);
	expect(lastOutput('Failed')).toEqual([]);
	expect(world.sandbox.ubidots.user(String(payload.username))).toMatchObject({
		isActive: false,
		tags: ['left'],
		defaultDashboard: null,
	});
});
