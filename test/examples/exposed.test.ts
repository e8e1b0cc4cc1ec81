import type { IDataObject, INode } from 'n8n-workflow';

import { requests } from '../support/requests';
import { useWorld } from '../support/useWorld';
import { EXAMPLES, readExample, shippedExample } from './example';

const world = useWorld();

/** What anybody can call who knows an address of n8n. */
const isOpenToCallers = ({ type }: INode) => /\.(webhook|formTrigger|mcpTrigger)$/.test(type);
const isOurs = ({ type }: INode) => type.startsWith('n8n-nodes-ubidots-upsun.');
const reads = ({ parameters }: INode) =>
	['get', 'getAll'].includes(String(parameters.operation)) || parameters.dryRun === true;

describe.each(EXAMPLES)('as it is imported, %s', (file) => {
	const { nodes, connections } = shippedExample(file);

	it('lets nobody in who does not show what the author chose', () => {
		const open = nodes
			.filter(isOpenToCallers)
			.filter(
				({ type, parameters }) =>
					parameters.authentication !==
					(type.endsWith('.formTrigger') ? 'basicAuth' : 'headerAuth'),
			);
		expect(open.map(({ name }) => name)).toEqual([]);
		const chats = nodes.filter(({ type }) => type.endsWith('.chatTrigger'));
		expect(chats.filter(({ parameters }) => parameters.public === true)).toEqual([]);
	});

	it('lets no caller choose an email address, a password, a role or who is deleted', () => {
		const isCalled = nodes.some(isOpenToCallers);
		const risky = ['email', 'password', 'defaultRole', 'username'];
		for (const { name, parameters } of isCalled ? nodes.filter(isOurs) : []) {
			const fields = Object.keys((parameters.updateFields as IDataObject | undefined) ?? {});
			expect([name, fields.filter((one) => risky.includes(one))]).toEqual([name, []]);
			const role = JSON.stringify(parameters.organizations ?? '').match(/"role":\{[^}]*\}/g);
			expect([name, (role ?? []).filter((one) => one.includes('$'))]).toEqual([name, []]);
		}
	});

	it('answers a caller with fields that are named one by one', () => {
		const answers = nodes.filter(({ type }) => type.endsWith('.respondToWebhook'));
		for (const { name, parameters } of answers) {
			const before = nodes.filter((one) =>
				JSON.stringify(connections[one.name] ?? {}).includes(`"${name}"`),
			);
			const isOfNamedFields = before.every(({ type }) => type === 'n8n-nodes-base.set');
			if (isOfNamedFields && parameters.respondWith === 'firstIncomingItem') continue;
			expect([name, parameters.respondWith]).toEqual([name, 'json']);
			expect([name, parameters.responseBody]).toEqual([
				name,
				expect.not.stringMatching(/\.\.\.|\$json\W*\}\}|\.body|\.error|\.details/),
			]);
		}
		const immediate = nodes
			.filter(isOpenToCallers)
			.map(({ parameters }) => String(parameters.responseMode ?? 'onReceived'));
		expect(immediate.filter((mode) => !['onReceived', 'responseNode'].includes(mode))).toEqual([]);
	});

	it('gives a model no tool that writes, before the author has switched it on', () => {
		const tools = nodes.filter((node) => isOurs(node) && node.type.endsWith('Tool'));
		const writing = tools.filter((node) => !reads(node));
		expect(writing.filter(({ disabled }) => disabled !== true)).toEqual([]);
	});

	it('makes nothing secret of a random number that can be guessed', () => {
		expect(JSON.stringify(nodes)).not.toContain('Math.random');
	});
});

describe('a profile change by webhook', () => {
	const FILE = 'single-update-webhook.json';

	/** Runs the example for one call; what it would answer is in the item, because n8n's own node is not here. */
	async function call(body: IDataObject) {
		const file = readExample(FILE);
		const answering = file.nodes.map((node) =>
			node.type === 'n8n-nodes-base.respondToWebhook'
				? { ...node, type: 'n8n-nodes-base.set', parameters: assigned(node) }
				: node,
		);
		return await world.engine.run({
			...file,
			nodes: answering,
			pinData: { 'Profile Changed': [{ json: { body } }] },
		});
	}
	const assigned = ({ parameters }: INode) => ({
		assignments: { assignments: [{ name: 'answer', value: parameters.responseBody }] },
	});

	it('writes the fields of the form alone, whatever else the caller sends', async () => {
		const before = world.sandbox.ubidots.user('kai-makoa');
		const body = { username: 'kai-makoa', firstName: 'Kay', timezone: 'Asia/Dubai' };
		const more = { email: 'somebody.else@example.com', password: 'Taken-0ver-1', isActive: false };
		await call({ ...body, ...more });
		const { username, ...changed } = body;
		expect(world.sandbox.ubidots.user(username)).toMatchObject({
			...changed,
			email: before?.email,
			isActive: before?.isActive,
		});
		const [{ body: written }] = requests(world).filter(({ method }) => method === 'PATCH');
		expect(written).toEqual(changed);
	});

	it('is answered with the ID and that it is done', async () => {
		const body = { username: 'kai-makoa', firstName: 'Kay', timezone: 'Asia/Dubai' };
		const execution = await call(body);
		expect(execution.output('Answer: Updated')[0].json.answer).toEqual({
			id: world.sandbox.ubidots.user('kai-makoa')?.id,
			status: 'updated',
		});
	});

	it('that fails is answered with where to look, and with nothing of the item or the reason', async () => {
		const body = { username: 'nobody-here', firstName: 'Nobody', timezone: 'Asia/Dubai' };
		const execution = await call(body);
		expect(execution.output('Answer: Updated')).toEqual([]);
		expect(execution.output('Answer: Failed')[0].json.answer).toEqual({
			status: 'failed',
			execution: expect.any(String) as unknown,
		});
	});
});

describe('on-boarding by webhook', () => {
	/** Runs the example as pinned: the first of the two is created, the second has a username that is taken. */
	const onBoard = async () => await world.engine.run(readExample('onboarding.json'));
	const passwordOfNina = () => world.sandbox.ubidots.passwordOf('nina-novak') ?? '';

	it('makes a first password for each person that nobody can guess', async () => {
		const execution = await onBoard();
		const made = execution.output('First Password').map(({ json }) => json.firstPassword);
		expect(made).toEqual([passwordOfNina(), expect.stringMatching(/^\w{32}$/)]);
		expect(passwordOfNina()).toMatch(/^\w{32}$/);
		expect(made[1]).not.toBe(made[0]);
	});

	it('hands on no password with those who failed, and keeps no execution that went well', async () => {
		const execution = await onBoard();
		const failed = execution.output('Failed').map(({ json }) => json);
		expect(failed).toEqual([{ who: 'amara-okafor', error: expect.any(String) as unknown }]);
		const { settings } = readExample('onboarding.json');
		expect(settings).toMatchObject({ saveDataSuccessExecution: 'none' });
	});

	it('gives the role that its author chose, whatever the caller asks for', async () => {
		const file = readExample('onboarding.json');
		const [{ json }] = file.pinData?.['New Hire'] ?? [];
		const body = { ...(json.body as IDataObject), role: 'admin' };
		await world.engine.run({ ...file, pinData: { 'New Hire': [{ json: { ...json, body } }] } });
		const assigned = requests(world).filter(({ path }) => path.includes('assign_organizations'));
		expect(assigned.map((one) => JSON.stringify(one.body))).toEqual([
			expect.stringContaining('"operator"'),
		]);
		expect(JSON.stringify(assigned[0].body)).not.toContain('"admin"');
	});
});
