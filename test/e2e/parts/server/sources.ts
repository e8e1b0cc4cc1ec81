import { assert, check } from '../../../../tools/n8n/checks';
import { IS_OLDER } from '../../../../tools/n8n/paths';
import { chain, errorOf, manual, node, outputOf } from '../../../../tools/n8n/workflows';
import { SOURCES } from '../../../nodes/Ubidots/user/bulk/sources/sources';
import type { World } from './index';

/** Whether n8n's own nodes hand lists on as the specification tests take them. */
export async function checkSources({ execute }: World) {
	// Older ones are installed without a module that Extract from File needs.
	if (IS_OLDER) return;
	for (const { node: title, items, made } of SOURCES) {
		if (!made) continue;
		await check(`the items of ${title} are those of the specification tests`, async () => {
			const nodes = made.by.map(([type, parameters, typeVersion], index) =>
				node(`Step ${index}`, `n8n-nodes-base.${type}`, { parameters, typeVersion }),
			);
			const execution = await execute(chain(title, [manual(), ...nodes], { Start: made.of }));
			assert.equal(execution.status, 'success', errorOf(execution)?.message);
			assert.deepEqual(outputOf(execution, `Step ${nodes.length - 1}`), items);
		});
	}
}
