import { assert, check } from '../../checks';
import { IS_OLDER } from '../../../../tools/n8n/paths';
import { chain, errorOf, manual, node, ourNode, outputOf } from '../../../../tools/n8n/workflows';
import { type NodeOfN8n, SOURCES } from '../../../nodes/Ubidots/user/bulk/rows/sources';
import type { World } from './index';

const stepsOf = (made: readonly NodeOfN8n[]) =>
	made.map(([type, parameters, typeVersion], index) =>
		node(`Step ${index}`, `n8n-nodes-base.${type}`, { parameters, typeVersion }),
	);

const THROUGH_FILES: ReadonlyArray<[string, NodeOfN8n[]]> = ['csv', 'xlsx'].map((operation) => [
	operation,
	[
		['convertToFile', { operation, options: {} }],
		['extractFromFile', { operation, options: {} }],
	],
]);

/** Whether n8n's own nodes hand lists and plans on as the specification tests take them. */
export async function checkSources({ execute, sandbox, credentials }: World) {
	// Older ones are installed without a module that Extract from File needs.
	if (IS_OLDER) return;
	for (const { node: title, items, made } of SOURCES) {
		if (!made) continue;
		await check(`the items of ${title} are those of the specification tests`, async () => {
			const steps = stepsOf(made.by);
			const execution = await execute(chain(title, [manual(), ...steps], { Start: made.of }));
			assert.equal(execution.status, 'success', errorOf(execution)?.message);
			assert.deepEqual(outputOf(execution, `Step ${steps.length - 1}`), items);
		});
	}
	for (const [kind, by] of THROUGH_FILES) {
		await check(`a plan that was kept in a file (${kind}) is applied`, async () => {
			await sandbox.reset();
			const columns = { mappingMode: 'autoMapInputData', matchingColumns: ['email'], value: {} };
			const plan = { operation: 'bulkUpdate', columns, dryRun: true };
			const people = [
				{ email: 'amara.okafor@example.com', lastName: 'Okafor-Bello', tags: 'field, north' },
				{ email: 'wei.zhang@example.org', isActive: false },
			];
			const execution = await execute(
				chain(
					`plan in ${kind}`,
					[
						manual(),
						ourNode('ubidots', plan, credentials.ubidots, { name: 'Plan' }),
						...stepsOf(by),
						ourNode('ubidots', { operation: 'applyChanges' }, credentials.ubidots, {
							name: 'Applied',
						}),
					],
					{ Start: people },
				),
			);
			assert.equal(execution.status, 'success', errorOf(execution)?.message);
			assert.deepEqual(
				outputOf(execution, 'Applied').map(({ changes }) => changes),
				outputOf(execution, 'Plan').map(({ changes }) => changes),
			);
		});
	}
}
