import type { IDataObject } from 'n8n-workflow';

import { resources as ofUbidots } from '../../../nodes/Ubidots/resources';
import { resources as ofUpsun } from '../../../nodes/Upsun/resources';
import { setAccessToken } from '../../support/credentials';
import { AMARA, ME } from '../../support/people';
import { requestCount, requestLines } from '../../support/requests';
import {
	bulkUpdate,
	byEmail,
	byId,
	byUsername,
	mapByHand,
	organizations,
	updateOf,
} from '../../support/setups';
import { useWorld } from '../../support/useWorld';
import { callTool, fromAi } from './tool';

const world = useWorld({ users: 130 });
beforeEach(() => setAccessToken(world));

const ubidots = async (parameters: IDataObject, values?: IDataObject) =>
	await callTool(world, 'ubidots', parameters, values);
const upsun = async (parameters: IDataObject, values?: IDataObject) =>
	await callTool(world, 'upsun', parameters, values);
const parsed = (answer: string | undefined) => JSON.parse(answer ?? 'null') as IDataObject[];

describe('as a tool, Ubidots', () => {
	it('reads the user that the model names, in ten fields', async () => {
		const { answer, parameters } = await ubidots(
			{ operation: 'get', userKey: byUsername(fromAi('Username')) },
			{ Username: 'amara-okafor' },
		);
		expect(parameters).toEqual(['Username']);
		expect(parsed(answer)).toHaveLength(1);
		expect(parsed(answer)[0]).toMatchObject({ id: AMARA, organizations: ['acme-energy'] });
		expect(answer?.length).toBeLessThan(600);
	});

	it('lists users with the filters and the limit that the model gives', async () => {
		const { answer, parameters } = await ubidots(
			{
				operation: 'getAll',
				limit: fromAi('Limit', 'number'),
				filters: { email: fromAi('Email'), isActive: fromAi('Active', 'boolean') },
			},
			{ Limit: 3, Email: 'example.com', Active: true },
		);
		expect(parameters.sort()).toEqual(['Active', 'Email', 'Limit']);
		expect(parsed(answer)).toHaveLength(3);
	});

	it('gives a list that fits into a conversation, unless told otherwise', async () => {
		const { answer } = await ubidots({ operation: 'getAll' });
		expect(parsed(answer)).toHaveLength(50);
		expect(answer?.length).toBeLessThan(25_000);
	});

	it('updates the fields that the model gives, and no other', async () => {
		const { answer } = await ubidots(
			updateOf(byId(fromAi('User')), { firstName: fromAi('First_Name'), tags: fromAi('Tags') })
				.parameters,
			{ User: AMARA, First_Name: 'Amarachi', Tags: 'a, b' },
		);
		expect(parsed(answer)[0]).toMatchObject({ firstName: 'Amarachi', tags: ['a', 'b'] });
		expect(requestLines(world)).toEqual([`PATCH /api/v2.0/users/${AMARA}`]);
	});

	it('tells what would change, and writes nothing, with Dry Run', async () => {
		const { answer } = await ubidots(
			updateOf(byId(AMARA), { firstName: fromAi('First_Name') }, { dryRun: true }).parameters,
			{ First_Name: 'Amarachi' },
		);
		expect(parsed(answer)[0]).toMatchObject({
			status: 'planned',
			changes: { firstName: { from: 'Amara', to: 'Amarachi' } },
		});
		expect(requestCount(world, { method: 'PATCH' })).toBe(0);
	});

	it.each<[string, IDataObject, IDataObject]>([
		[
			'create',
			{ username: fromAi('Username'), email: fromAi('Email'), password: 'Correct-horse-9' },
			{ Username: 'ada', Email: 'ada@example.com' },
		],
		['delete', { userKey: byId(fromAi('User')) }, { User: AMARA }],
		[
			'assignOrganizations',
			{
				userKey: byId(AMARA),
				organizations: organizations(fromAi('Organization'), fromAi('Role')),
			},
			{ Organization: 'city-lights', Role: 'viewer' },
		],
		[
			'removeOrganizations',
			{ userKey: byId(AMARA), organizations: organizations(fromAi('Organization'), '') },
			{ Organization: 'acme-energy' },
		],
		[
			'applyChanges',
			{ userId: fromAi('User_ID'), changes: fromAi('Changes', 'json'), direction: 'apply' },
			{ User_ID: AMARA, Changes: { firstName: { from: 'Amara', to: 'Amarachi' } } },
		],
	])('can %s', async (operation, parameters, values) => {
		const { answer, failure } = await ubidots({ operation, ...parameters }, values);
		expect(failure).toBeUndefined();
		expect(parsed(answer)).toHaveLength(1);
	});

	it('updates in bulk by columns that the model gives', async () => {
		const columns = mapByHand(
			{ username: fromAi('username'), lastName: fromAi('lastName') },
			'username',
		);
		const { answer } = await ubidots(bulkUpdate({ confirm: true }, undefined, columns).parameters, {
			username: 'amara-okafor',
			lastName: 'Okafor-Bello',
		});
		expect(parsed(answer)[0]).toMatchObject({ id: AMARA, status: 'applied' });
	});
});

describe('as a tool, a sync', () => {
	const columns = mapByHand(
		{ username: fromAi('username'), email: fromAi('email'), lastName: fromAi('lastName') },
		'username',
	);
	const amara = { username: 'amara-okafor', email: 'amara.okafor@example.com' };

	it('brings the user that the model gives in step', async () => {
		const { answer } = await ubidots(
			{ operation: 'sync', columns, dryRun: false },
			{ ...amara, lastName: 'Okafor-Bello' },
		);
		expect(parsed(answer)).toMatchObject([{ id: AMARA, action: 'update', status: 'accepted' }]);
	});

	it('keeps all the others, whatever it is set to: a model that names one person has given no list', async () => {
		const { answer } = await ubidots(
			{
				...{ operation: 'sync', columns, dryRun: false },
				...{ leavers: 'deactivate', scope: { everyUser: true } },
			},
			{ ...amara, lastName: 'Okafor-Bello' },
		);
		expect(parsed(answer)).toMatchObject([{ id: AMARA, action: 'update' }]);
		expect(requestCount(world, { method: 'PATCH' })).toBe(1);
	});
});

describe('as a tool, Upsun', () => {
	it('reads its own user unless told otherwise', async () => {
		const { answer } = await upsun({ operation: 'get' });
		expect(parsed(answer)[0]).toMatchObject({ id: ME, username: 'robin-salgado' });
		expect(answer?.length).toBeLessThan(600);
	});

	it('reads the user whose address the model gives', async () => {
		const { answer } = await upsun(
			{ operation: 'get', userId: byEmail(fromAi('Email')) },
			{ Email: 'aiko.tanaka@example.org' },
		);
		expect(parsed(answer)[0]).toMatchObject({ last_name: '田中' });
	});

	it.each<[string, IDataObject, IDataObject]>([
		['update', { updateFields: { company: fromAi('Company') } }, { Company: 'Acme' }],
		['changeEmail', { emailAddress: fromAi('Email') }, { Email: 'robin@new.example' }],
		['resetPassword', {}, {}],
	])('can %s', async (operation, parameters, values) => {
		const { answer, failure } = await upsun({ operation, ...parameters }, values);
		expect(failure).toBeUndefined();
		expect(parsed(answer)).toHaveLength(1);
	});
});

const SERVICES = ['ubidots', 'upsun'] as const;

describe.each(SERVICES)('%s', (service) => {
	const resources = service === 'ubidots' ? ofUbidots : ofUpsun;
	const operations = resources.flatMap(({ value: resource, operations }) =>
		operations.map(({ value, action }) => [resource, value, action]),
	);

	it.each(operations)(
		'introduces itself to the model by what it does: %s %s',
		async (resource, operation, action) => {
			const parameters = { descriptionType: 'auto', resource, operation };
			const { description, name } = await callTool(world, service, parameters);
			expect(description).toBe(`${action} in ${service === 'ubidots' ? 'Ubidots' : 'Upsun'}`);
			expect(name).toBe('Keep_users');
		},
	);

	it('writes nothing when nobody has set anything', async () => {
		const { failure } = await callTool(world, service, {});
		expect(failure).toMatch(/'User'|Nothing to update/);
		expect(requestLines(world)).toEqual([]);
	});
});

describe('a tool that fails', () => {
	it('tells the model what is wrong and what to do, and nothing secret', async () => {
		world.setCredential('ubidots', { token: 'BBFF-someWrongToken' });
		const parameters = { operation: 'get', userKey: byId(fromAi('User')) };
		const { failure, execution } = await callTool(world, 'ubidots', parameters, { User: AMARA });
		expect(failure).toContain('401');
		expect(failure).toContain('check the token');
		expect(failure).not.toContain('BBFF');
		expect(execution.stored()).not.toContain('BBFF-someWrongToken');
	});

	it('tells the model that there is no such user', async () => {
		const parameters = { operation: 'delete', userKey: byId(fromAi('User')) };
		const { failure } = await callTool(world, 'ubidots', parameters, { User: 'nobody' });
		expect(failure).toContain("'nobody'");
		expect(failure).toContain('no such user');
	});

	it('refuses what the model made up before any request', async () => {
		const parameters = { operation: 'get', userId: byId(fromAi('User')) };
		const { failure } = await callTool(world, 'upsun', parameters, { User: 'robin' });
		expect(failure).toContain("'robin'");
		expect(failure).toContain("'me'");
		expect(requestLines(world)).toEqual([]);
	});
});
