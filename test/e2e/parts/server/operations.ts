import { assert, check } from '../../checks';
import { chain, errorOf, manual, ourNode, outputOf, TYPES } from '../../../../tools/n8n/workflows';
import { ubidotsCases } from './ubidotsCases';
import { upsunCases } from './upsunCases';
import type { Sandbox } from '../../../../tools/n8n/sandbox';
import type { World } from './index';
import type { Json } from '../../../../tools/n8n/rest';

/** One operation, run from a saved workflow. */
export interface OperationCase {
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

/** The operations that the node's own description offers. */
function offered(description: Json) {
	const properties = description.properties.filter((one: Json) => one.name === 'operation');
	return properties.flatMap((one: Json) => one.options.map(({ value }: Json) => value));
}

/** Every operation of a node. */
export async function checkCases(world: World, service: 'ubidots' | 'upsun') {
	const { sandbox, credentials } = world;
	for (const { operation, sentence, parameters, items, verify } of CASES[service]) {
		await check(`${service} ${operation}: ${sentence}`, async () => {
			await sandbox.reset();
			const ours = ourNode(service, { operation, ...parameters }, credentials[service]);
			const execution = await world.execute(
				chain(`${service} ${operation}`, [manual(), ours], { Start: items }),
			);
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
			const missing = offered(description).filter(
				(value: string) =>
					value !== NOT_OURS && !cases.some(({ operation }) => operation === value),
			);
			assert.deepEqual(missing, []);
		});
		await checkCases(world, service);
	}
}
