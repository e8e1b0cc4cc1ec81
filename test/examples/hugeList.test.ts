import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { Engine } from '../../tools/engine';
import { requests } from '../support/requests';
import { useWorld } from '../support/useWorld';
import { sources } from '../support/world';
import { readExample } from './example';

const world = useWorld();
let engine: Engine;
beforeEach(() => {
	engine = new Engine(sources(), world.credentials);
});

const jsonOf = (items: INodeExecutionData[]) => items.map(({ json }) => json);

/**
 * One call of the part's webhook, behind the parent's node that makes the table of failed rows.
 * @param people what the database has, in place of the sample
 */
async function runPart(part: number, offset: number, rows: number, people?: IDataObject[]) {
	const example = readExample('huge-list-part.json');
	const nodes = example.nodes.map((node) =>
		node.name === 'Page' && people
			? {
					...node,
					parameters: { jsCode: `return ${JSON.stringify(people.map((json) => ({ json })))};` },
				}
			: node,
	);
	const file = { ...example, nodes };
	const body = { run: '7', part, offset, rows };
	const table = readExample('huge-list.json').nodes.find(
		({ name }) => name === 'Failed Rows Table',
	);
	if (!table) throw new Error('The parent makes no table of failed rows');
	return await engine.run({
		...file,
		nodes: [...file.nodes, table],
		connections: {
			...file.connections,
			Part: { main: [[{ node: table.name, type: 'main', index: 0 }]] },
			[table.name]: { main: [[{ node: 'Page', type: 'main', index: 0 }]] },
		},
		pinData: { Part: [{ json: { body } }] },
	});
}

describe('One part of a huge list', () => {
	it('writes its own rows alone, and answers with the counts', async () => {
		const execution = await runPart(1, 0, 3);
		expect(execution.error?.message).toBeUndefined();
		expect(jsonOf(execution.output('Page'))).toHaveLength(3);
		expect(jsonOf(execution.output('Answer'))).toEqual([
			{ part: 1, users: 3, updated: 1, unchanged: 2, failed: 0 },
		]);
		expect(execution.output('Keep Failed Rows')).toEqual([]);
	});

	it('keeps each row that failed, with its part and the reason', async () => {
		const execution = await runPart(2, 3, 3);
		expect(jsonOf(execution.output('Answer'))).toMatchObject([{ part: 2, users: 3, failed: 1 }]);
		const [kept, ...others] = jsonOf(execution.output('Keep Failed Rows'));
		expect(others).toEqual([]);
		expect(kept).toMatchObject({ run: '7', part: 2 });
		expect(kept.why).toMatch(/not\.there\.yet@example\.com/);
		expect(JSON.parse(String(kept.row))).toMatchObject({ email: 'not.there.yet@example.com' });
	});

	it('keeps no password of a row that failed', async () => {
		const email = 'not.there.yet@example.com';
		const canary = 'Canary-77-word';
		const execution = await runPart(1, 0, 1, [{ email, password: canary, Password: canary }]);
		const [kept] = jsonOf(execution.output('Keep Failed Rows'));
		expect(JSON.parse(String(kept.row))).toEqual({ email });
		expect(JSON.stringify(kept)).not.toContain(canary);
	});

	it('carries out the last part, which is shorter', async () => {
		const execution = await runPart(3, 6, 3);
		expect(jsonOf(execution.output('Answer'))).toMatchObject([{ part: 3, users: 1, failed: 0 }]);
	});

	it('run again, writes nothing', async () => {
		const first = await runPart(1, 0, 3);
		expect(first.error?.message).toBeUndefined();
		world.sandbox.journal.clear();
		const execution = await runPart(1, 0, 3);
		expect(jsonOf(execution.output('Answer'))).toMatchObject([{ updated: 0, unchanged: 3 }]);
		expect(requests(world).filter(({ method }) => method !== 'GET')).toEqual([]);
	});
});
