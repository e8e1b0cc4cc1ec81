import { assert, check } from '../../checks';
import { chain, errorOf, manual, ourNode, outputOf, TYPES } from '../../../../tools/n8n/workflows';
import { ubidotsCases } from './ubidotsCases';
import { upsunCases } from './upsunCases';
import type { Sandbox } from '../../../../tools/n8n/sandbox';
import type { World } from './index';
import type { Json } from '../../../../tools/n8n/rest';

/** One operation, run from a saved workflow. */
export interface OperationCase {
	/** `user` where it is not said. */
	resource?: string;
	operation: string;
	/** What is true when it passes. */
	sentence: string;
	parameters: Json;
	items: Json[];
	verify: (items: Json[], sandbox: Sandbox) => void | Promise<void>;
}

/** n8n adds this one to every node with a credential. */
const NOT_OURS = '__CUSTOM_API_CALL__';

const CASES = { ubidots: ubidotsCases, upsun: upsunCases };

/** The operations that the node's own description offers, each with its resource: `user update`. */
function offered(description: Json): string[] {
	const properties = description.properties.filter((one: Json) => one.name === 'operation');
	return properties.flatMap(({ displayOptions, options }: Json) =>
		options
			.filter(({ value }: Json) => value !== NOT_OURS)
			.flatMap(({ value }: Json) =>
				displayOptions.show.resource.map((resource: string) => `${resource} ${value}`),
			),
	);
}

const nameOf = ({ resource = 'user', operation }: OperationCase) => `${resource} ${operation}`;

/** Every operation of a node. */
export async function checkCases(world: World, service: 'ubidots' | 'upsun') {
	const { sandbox, credentials } = world;
	for (const one of CASES[service]) {
		const { resource = 'user', operation, sentence, parameters, items, verify } = one;
		const title = `${service} ${resource === 'user' ? operation : nameOf(one)}`;
		await check(`${title}: ${sentence}`, async () => {
			await sandbox.reset();
			const chosen = { resource, operation, ...parameters };
			const ours = ourNode(service, chosen, credentials[service]);
			const execution = await world.execute(chain(title, [manual(), ours], { Start: items }));
			assert.equal(execution.status, 'success', errorOf(execution)?.message);
			await verify(outputOf(execution, 'Node'), sandbox);
		});
	}
}

export async function checkOperations(world: World) {
	const types = await world.rest.nodeTypes();
	for (const service of ['ubidots', 'upsun'] as const) {
		const cases = CASES[service];
		const description = types.find(({ name }) => name === TYPES[service]);
		await check(`every operation of the node ${description.displayName} has a check here`, () => {
			const checked = cases.map(nameOf);
			assert.deepEqual(
				offered(description).filter((name) => !checked.includes(name)),
				[],
			);
		});
		await checkCases(world, service);
	}
}
