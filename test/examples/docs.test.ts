/* eslint-disable @n8n/community-nodes/no-restricted-imports -- reads the docs and the examples, never shipped */
import type { IDataObject } from 'n8n-workflow';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { useWorld } from '../support/useWorld';
import { EXAMPLES, readExample, ROOT } from './example';

const readText = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const PAGES = ['docs/ubidots.md', 'docs/upsun.md'].map(readText);
const world = useWorld();

/** What the page of the node says about this example. */
const lineAbout = (file: string) =>
	PAGES.flatMap((page) => page.split('\n')).find((line) =>
		line.replace(/^- /, '').startsWith(`[${file}](../examples/${file}):`),
	) ?? '';

/** What the docs say that a webhook brings, with the names of the other fields that it may bring. */
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

it.each(EXAMPLES)('the docs say what %s does', (file) => {
	expect(lineAbout(file)).toMatch(/\w/);
});

describe('on-boarding with exactly the payload that the docs print', () => {
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

	it('sets every further field that the docs name', async () => {
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

it('off-boarding with exactly the payload that the docs print deactivates the account', async () => {
	const payload = payloadOf('offboarding.json');
	const { lastOutput } = await callWebhook('offboarding.json', payload);
	expect(lastOutput('Failed')).toEqual([]);
	expect(world.sandbox.ubidots.user(String(payload.username))).toMatchObject({
		isActive: false,
		tags: ['left'],
		defaultDashboard: null,
	});
});

describe('a new customer, by a form', () => {
	const FILE = 'new-customer.json';
	const rolesOf = (name: string) =>
		world.sandbox.ubidots
			.user(name)
			?.organizations.map(({ label, role }) => `${label}:${role.label}`);
	const send = async (People?: string, Customer = 'city-lights') => {
		const file = readExample(FILE);
		const form = { Customer, People: People ?? '' };
		return await world.engine.run(
			People === undefined ? file : { ...file, pinData: { 'New Customer': [{ json: form }] } },
		);
	};

	it('gives each person a role in the organization in one run, and again changes nothing', async () => {
		for (const actions of [
			['create', 'update'],
			['none', 'none'],
		]) {
			const execution = await send();
			expect(execution.output('Failed')).toEqual([]);
			expect(execution.output('Let In').map(({ json }) => json.action)).toEqual(actions);
		}
		expect(rolesOf('nina-novak')).toEqual(['city-lights:viewer']);
		expect(rolesOf('amara-okafor')).toEqual(['acme-energy:operator', 'city-lights:operator']);
	});

	it('makes nobody an administrator', async () => {
		const execution = await send('ada, ada@example.com, org-admin\nbo, bo@example.com, viewer');
		expect(execution.output('Failed')[0].json.error).toContain('without a role');
		expect(world.sandbox.ubidots.user('ada')).toBeUndefined();
		expect(rolesOf('bo')).toEqual(['city-lights:viewer']);
	});

	it.each([
		'acme-energy:org-admin,city-lights',
		'city-lights:org-admin',
		'[{"label":"city-lights","role":"org-admin"}]#',
	])('takes no role from the field of the customer: %s', async (customer) => {
		const execution = await send('bo, bo@example.com, viewer', customer);
		expect(execution.output('Failed')[0].json.error).toMatch(
			/looks like several|no organization has that label/,
		);
		expect(world.sandbox.ubidots.user('bo')).toBeUndefined();
	});
});
