import { assert, check } from '../../../../tools/n8n/checks';
import { errorOf, outputOf } from '../../../../tools/n8n/workflows';
import type { World } from './index';
import type { Json } from '../../../../tools/n8n/rest';

/** The parts of a list are called by their webhook; with one n8n as well as with workers. */
export async function checkHugeList(
	{ server, rest, sandbox, stored }: World,
	{ parent, part }: { parent: Json; part: Json },
) {
	await check(
		'examples/huge-list.json runs its parts, counts, and changes nothing the second time',
		async () => {
			await sandbox.reset();
			await rest.activate(await rest.save(part));
			const nodes = parent.nodes.map((one: Json) =>
				JSON.parse(JSON.stringify(one).replace('http://localhost:5678', server.url)),
			);
			const saved = await rest.save({ ...parent, nodes });
			const totals = [];
			for (let round = 0; round < 2; round++) {
				const execution = await rest.run(saved, 'Every Night');
				stored.push(execution.raw);
				assert.equal(execution.status, 'success', errorOf(execution)?.message);
				totals.push(...outputOf(execution, 'Done'));
			}
			assert.deepEqual(
				totals.map(({ parts, users, failed, failedParts }) => [parts, users, failed, failedParts]),
				[
					[3, 7, 1, []],
					[3, 7, 1, []],
				],
			);
			assert.ok(totals[0].updated > 0);
			assert.deepEqual([totals[1].updated, totals[1].unchanged], [0, 6]);
		},
	);
}
