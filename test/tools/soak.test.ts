/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- runs the command line as a process of its own */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { mapSizes } from '../../tools/soak/moduleMaps';
import { type Plan, plansOf } from '../../tools/soak/plans';
import { drawTable, isFlat, linesOf } from '../../tools/soak/verdict';

const MAIN = ['--expose-gc', '--import', 'tsx', 'tools/soak/main.ts'];
const WHOLE_RUN_MS = 60_000;

const firstOf = (plans: Generator<Plan>, count: number) =>
	Array.from({ length: count }, () => plans.next().value as Plan);

describe('npm run soak', () => {
	it(
		'runs the nodes for a while and finds everything where it began',
		async () => {
			const args = [...MAIN, '--minutes', '0.02', '--seed', '7'];
			const { stdout } = await promisify(execFile)(process.execPath, args);
			expect(stdout).toMatch(/^Seed 7$/m);
			expect(stdout).toMatch(/^\d+ s: \d{2,} executions/m);
			expect(stdout).toMatch(/^rate limiters +1 +1 +1 +ok$/m);
			expect(stdout).toMatch(/^heap \(MB\) .* ok$/m);
			expect(stdout).not.toContain('NOT OK');
		},
		WHOLE_RUN_MS,
	);

	it('draws the same plans from the same seed, and others from another', () => {
		const drawn = firstOf(plansOf(1), 150);
		expect(firstOf(plansOf(1), 150)).toEqual(drawn);
		expect(firstOf(plansOf(2), 150)).not.toEqual(drawn);
	});

	it('sees how full a map is that a module keeps to itself', () => {
		const kept = new Map([['one', 1]]);
		const add = (key: string) => kept.set(key, 0);
		add('two');
		expect(mapSizes(add)).toMatchObject({ kept: 2 });
	});

	it('allows no more than at the beginning, but for the noise of the heap', () => {
		const begin = { heap: 100 * 2 ** 20, 'signals alive': 3, 'rate limiters': 9 };
		const end = { heap: 104 * 2 ** 20, 'signals alive': 4, 'rate limiters': 2 };
		const lines = linesOf(begin, end);
		expect(lines.map(isFlat)).toEqual([true, false, false]);
		expect(drawTable(lines)).toMatch(/^signals alive +3 +4 +3 +NOT OK$/m);
	});
});
