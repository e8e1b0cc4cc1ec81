/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions -- runs a program on files; never shipped */
import { mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execFileSync } from 'node:child_process';

const ROOT = join(__dirname, '..', '..', '..');
const SCRIPT = join(ROOT, 'tools', 'packages', 'moveWorkflows.mjs');

const newFolder = () => mkdtempSync(join(tmpdir(), 'move-'));

function fileWith(content: string): string {
	const file = join(newFolder(), 'workflow.json');
	writeFileSync(file, content);
	return file;
}

function move(to: string, content: string, script = SCRIPT) {
	const file = fileWith(content);
	const printed = execFileSync(process.execPath, [script, '--to', to, file], { encoding: 'utf8' });
	return { printed, moved: readFileSync(file, 'utf8') };
}

const example = (name: string) => readFileSync(join(ROOT, 'examples', `${name}.json`), 'utf8');

describe('saved workflows', () => {
	it('move to the package of one service, and nothing else of them changes', () => {
		const before = example('single-update-webhook');
		const { printed, moved } = move('n8n-nodes-ubidots', before);
		expect(printed).toMatch(/: 1 nodes moved to n8n-nodes-ubidots\n$/);
		expect(moved).toBe(
			before.replace('"n8n-nodes-ubidots-upsun.ubidots"', '"n8n-nodes-ubidots.ubidots"'),
		);
	});

	it('move as tools of an agent, and back again to the same bytes', () => {
		const before = example('agent-tool');
		const { moved } = move('n8n-nodes-ubidots', before);
		expect(moved).toContain('"n8n-nodes-ubidots.ubidotsTool"');
		expect(moved).not.toContain('upsun.');
		expect(move('n8n-nodes-ubidots-upsun', moved).moved).toBe(before);
	});

	it('keep the nodes of a service that the package does not have, and say so', () => {
		const before = example('upsun-profile');
		const { printed, moved } = move('n8n-nodes-ubidots', before);
		expect(printed).toMatch(/: 0 nodes moved to n8n-nodes-ubidots, 2 left/);
		expect(moved).toBe(before);
	});

	it('may be many in one file, as `n8n export:workflow --all` writes them', () => {
		const many = `[${example('upsun-profile')},${example('single-update-webhook')}]`;
		const { printed } = move('n8n-nodes-upsun', many);
		expect(printed).toMatch(/: 2 nodes moved to n8n-nodes-upsun, 1 left/);
	});

	it('move where Execute Sub-workflow holds a workflow as text, and where that holds another', () => {
		const node = (type: string, workflowJson?: string) => ({ type, parameters: { workflowJson } });
		const nested = (type: string) => {
			const inner = JSON.stringify({ nodes: [node(type)] }, null, 2);
			const middle = JSON.stringify({ nodes: [node('n8n-nodes-base.executeWorkflow', inner)] });
			return JSON.stringify({
				nodes: [node('n8n-nodes-base.executeWorkflow', middle), node(type)],
			});
		};
		const { printed, moved } = move('n8n-nodes-upsun', nested('n8n-nodes-ubidots-upsun.upsun'));
		expect(printed).toMatch(/: 2 nodes moved/);
		expect(moved).toBe(nested('n8n-nodes-upsun.upsun'));
	});

	it.each(['constructor', 'toString', '__proto__', 'n8n-nodes-other'])(
		'do not move to %s, which is no package of these',
		(to) => {
			expect(() => move(to, example('agent-tool'))).toThrow(`There is no package '${to}'`);
		},
	);

	it('keep a row of very many backslashes, which is read once', () => {
		// Reading the rest again from each of them takes minutes.
		const before = JSON.stringify({ notes: '\\'.repeat(400_000) });
		expect(move('n8n-nodes-upsun', before).moved).toBe(before);
	});

	it.each([
		['pinned data', { pinData: { Node: [{ json: { type: 'n8n-nodes-ubidots-upsun.upsun' } }] } }],
		[
			'pinned data about workflows',
			{ pinData: { Node: [{ json: { nodes: [{ type: 'n8n-nodes-ubidots-upsun.upsun' }] } }] } },
		],
		[
			'a parameter that is a JSON text of something else',
			{
				nodes: [
					{
						type: 'n8n-nodes-base.set',
						parameters: { jsonOutput: '{ "type": "n8n-nodes-ubidots-upsun.upsun" }' },
					},
				],
			},
		],
		[
			'the text of a Code node',
			{
				nodes: [
					{
						type: 'n8n-nodes-base.code',
						parameters: { jsCode: 'return [{ "type": "n8n-nodes-ubidots-upsun.upsun" }]' },
					},
				],
			},
		],
	])('keep %s', (_, holder) => {
		const node = (type: string) => ({ name: 'Upsun', type });
		const workflow = (type: string) =>
			JSON.stringify({
				...holder,
				nodes: [node(type), ...('nodes' in holder ? holder.nodes : [])],
			});
		const { printed, moved } = move('n8n-nodes-upsun', workflow('n8n-nodes-ubidots-upsun.upsun'));
		expect(printed).toMatch(/: 1 nodes moved/);
		expect(moved).toBe(workflow('n8n-nodes-upsun.upsun'));
	});

	it('move in the published version that n8n exports beside the draft', () => {
		const nodes = (type: string) => [{ type, parameters: {} }];
		const workflow = (type: string) =>
			JSON.stringify([{ nodes: nodes(type), activeVersion: { nodes: nodes(type) } }]);
		const { moved } = move('n8n-nodes-upsun', workflow('n8n-nodes-ubidots-upsun.upsun'));
		expect(moved).toBe(workflow('n8n-nodes-upsun.upsun'));
	});

	it('keep a text that only looks like the type of a node', () => {
		const before =
			'{"nodes":[{"type":"n8n-nodes-base.set","notes":"n8n-nodes-ubidots-upsun.upsun"}]}';
		expect(move('n8n-nodes-upsun', before).moved).toBe(before);
	});
});

describe('the program', () => {
	it('can be called through a linked folder', () => {
		const link = join(newFolder(), 'linked');
		symlinkSync(ROOT, link);
		const script = join(link, 'tools', 'packages', 'moveWorkflows.mjs');
		const { printed } = move('n8n-nodes-ubidots', example('agent-tool'), script);
		expect(printed).toMatch(/: \d+ nodes moved/);
	});

	it('finds the files of the folder in which `npm run move-workflows` is called', () => {
		const file = fileWith(example('single-update-webhook'));
		const args = ['--prefix', ROOT, '--silent', 'run', 'move-workflows', '--'];
		const printed = execFileSync('npm', [...args, '--to', 'n8n-nodes-ubidots', 'workflow.json'], {
			cwd: dirname(file),
			encoding: 'utf8',
		});
		expect(printed).toBe('workflow.json: 1 nodes moved to n8n-nodes-ubidots\n');
		expect(readFileSync(file, 'utf8')).toContain('"n8n-nodes-ubidots.ubidots"');
	});
});
