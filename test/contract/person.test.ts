import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';

import { nodeTypeOf } from '../../tools/engine/nodeSetup';
import type { WorkflowFile } from '../../tools/engine/types';
import { AMARA } from '../support/people';
import { BY_ID_OF_ITEM, byId, byUsername, organizations } from '../support/setups';
import { useWorld } from '../support/useWorld';

const world = useWorld();

/** A workflow of Ubidots nodes, one after the other; each is named by what it does. */
function chain(steps: Array<[string, IDataObject]>, items: IDataObject[]): WorkflowFile {
	const node = (name: string, type: string, parameters: INodeParameters = {}): INode => ({
		id: name,
		name,
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: { ubidotsApi: { id: 'ubidots', name: 'ubidots' } },
	});
	const nodes = [
		node('Items', 'n8n-nodes-base.manualTrigger'),
		...steps.map(([operation, parameters]) =>
			node(operation, nodeTypeOf('ubidots'), {
				resource: 'user',
				operation,
				...parameters,
			} as INodeParameters),
		),
	];
	const connections = Object.fromEntries(
		nodes
			.slice(0, -1)
			.map(({ name }, index) => [
				name,
				{ main: [[{ node: nodes[index + 1].name, type: 'main' as const, index: 0 }]] },
			]),
	);
	const pinData = { Items: items.map((json) => ({ json })) };
	return { name: 'person', nodes, connections, pinData };
}

const PEOPLE = [
	{ login: 'ada-lovelace', mail: 'ada@example.com', team: 'acme-energy' },
	{ login: 'grace-hopper', mail: 'grace@example.com', team: 'city-lights' },
];

describe('a person', () => {
	it('joins: created, put into an organization, greeted by name, each item with its own', async () => {
		const { status, error, output } = await world.engine.run(
			chain(
				[
					[
						'create',
						{
							username: '={{ $json.login }}',
							email: '={{ $json.mail }}',
							password: 'Correct-horse-9',
						},
					],
					[
						'assignOrganizations',
						{
							userKey: BY_ID_OF_ITEM,
							organizations: organizations("={{ $('Items').item.json.team }}", 'viewer'),
						},
					],
					[
						'update',
						{
							userKey: byId("={{ $('create').item.json.id }}"),
							updateFields: { firstName: '={{ $json.organizations[0].name }}' },
						},
					],
				],
				PEOPLE,
			),
		);
		expect([error, status]).toEqual([undefined, 'success']);
		expect(output('update').map(({ json }) => [json.username, json.firstName])).toEqual([
			['ada-lovelace', 'Acme Energy'],
			['grace-hopper', 'City Lights'],
		]);
	});

	it('leaves: found by filter, deactivated, and only then deleted', async () => {
		for (const { login } of PEOPLE)
			world.sandbox.ubidots.put({ username: login, tags: ['leaver'] });
		const { status, error, output } = await world.engine.run(
			chain(
				[
					['getAll', { returnAll: true, filters: { tag: 'leaver' } }],
					['update', { userKey: BY_ID_OF_ITEM, updateFields: { isActive: false } }],
					['delete', { userKey: byUsername('={{ $json.username }}') }],
				],
				[{}],
			),
		);
		expect([error, status]).toEqual([undefined, 'success']);
		expect(output('update').map(({ json }) => json.isActive)).toEqual([false, false]);
		expect(output('delete').map(({ json }) => json.deleted)).toEqual([true, true]);
		expect(world.sandbox.ubidots.users()).toHaveLength(12);
	});

	it('keeps its parameters when the operation of a node is changed: one name for one thing', async () => {
		const parameters = {
			userKey: byUsername('amara-okafor'),
			simplify: true,
			updateFields: { firstName: 'Amarachi' },
			options: { timeout: 30, retryTimeout: 10 },
		};
		const { status, output } = await world.engine.run(
			chain(
				[
					['update', parameters],
					['get', parameters],
					['delete', parameters],
				],
				[{}],
			),
		);
		expect(status).toBe('success');
		expect(output('get')[0].json.firstName).toBe('Amarachi');
		expect(output('delete')[0].json).toEqual({ deleted: true, id: AMARA });
	});
});
