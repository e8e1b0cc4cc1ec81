import { assert, check } from '../../../../tools/n8n/checks.mjs';
import {
	chain,
	errorOf,
	manual,
	ourNode,
	outputOf,
	TYPES,
} from '../../../../tools/n8n/workflows.mjs';
import { ubidotsCases } from './ubidotsCases.mjs';
import { upsunCases } from './upsunCases.mjs';

/** @typedef {any} Json */
/**
 * One operation, run from a saved workflow.
 * @typedef {object} OperationCase
 * @property {string} operation
 * @property {string} sentence what is true when it passes
 * @property {Json} parameters
 * @property {Json[]} items
 * @property {(items: Json[], sandbox: import('../../../../tools/n8n/sandbox.mjs').Sandbox) => void | Promise<void>} verify
 */

/** n8n adds this one to every node with a credential. */
const NOT_OURS = '__CUSTOM_API_CALL__';

const CASES = { ubidots: ubidotsCases, upsun: upsunCases };

/** The operations that the node's own description offers. */
function offered(/** @type {Json} */ description) {
	const properties = description.properties.filter(
		(/** @type {Json} */ one) => one.name === 'operation',
	);
	return properties.flatMap((/** @type {Json} */ one) =>
		one.options.map((/** @type {Json} */ { value }) => value),
	);
}

/**
 * Every operation of a node.
 * @param {import('./index.mjs').World} world
 * @param {'ubidots' | 'upsun'} service
 */
export async function checkCases(world, service) {
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

/** @param {import('./index.mjs').World} world */
export async function checkOperations(world) {
	const types = await world.rest.nodeTypes();
	for (const service of /** @type {const} */ (['ubidots', 'upsun'])) {
		const cases = CASES[service];
		const description = types.find(({ name }) => name === TYPES[service]);
		await check(`every operation of the node ${description.displayName} has a check here`, () => {
			const missing = offered(description).filter(
				(/** @type {string} */ value) =>
					value !== NOT_OURS && !cases.some(({ operation }) => operation === value),
			);
			assert.deepEqual(missing, []);
		});
		await checkCases(world, service);
	}
}
