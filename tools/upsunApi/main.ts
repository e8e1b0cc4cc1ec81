/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console -- a program of its own, never shipped */
// `npm run check:upsun-api`: whether what the Upsun node sends, and the sandbox answers, fits Upsun's API description.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

import { type Exchange, lineOf } from './exchange';
import { judge, type Violation } from './judge';

const HERE = import.meta.dirname;
const ROOT = join(HERE, '../..');
/** Where the Upsun node, and the sandbox's Upsun, are driven. */
const TESTS = ['test/nodes/Upsun', 'test/tools/sandbox/upsun', 'test/examples'];

/** The description leaves out what an expired token is answered, and a change of a user who is not there. */
function isDescribed({ request, reply }: Exchange): boolean {
	const isChangeOfUser = request.method === 'PATCH' && /^\/users\/[^/]*$/.test(request.path);
	return reply !== undefined && reply.status !== 401 && !(reply.status === 404 && isChangeOfUser);
}

async function main(): Promise<number> {
	if (!existsSync(join(HERE, 'node_modules/.bin/prism'))) {
		await execa('npm', ['ci', '--no-audit', '--no-fund'], { cwd: HERE, stdio: 'inherit' });
	}
	const folder = mkdtempSync(join(tmpdir(), 'upsun-exchanges-'));
	try {
		const { exitCode } = await execa(
			'jest',
			[...TESTS, '--coverage=false', '--reporters=summary', ...process.argv.slice(2)],
			{
				cwd: ROOT,
				preferLocal: true,
				env: { UPSUN_EXCHANGES: folder },
				stdin: 'ignore',
				stdout: 'inherit',
				stderr: 'inherit',
				reject: false,
			},
		);
		if (exitCode !== 0) console.log('Some tests failed: what they did is judged all the same.');
		const exchanges = readdirSync(folder).flatMap((file) => read(join(folder, file)));
		return report(exchanges, await judge(exchanges, HERE)) && exitCode === 0 ? 0 : 1;
	} finally {
		rmSync(folder, { recursive: true });
	}
}

const read = (file: string): Exchange[] =>
	readFileSync(file, 'utf8')
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as Exchange);

/** Counts requests of the node and answers of the sandbox apart, and shows what does not fit. */
function report(exchanges: Exchange[], violations: Violation[][]): boolean {
	const counts = { passed: 0, failed: 0 };
	const count = (exchange: Exchange, what: string, found: Violation[]) => {
		counts[found.length === 0 ? 'passed' : 'failed']++;
		if (found.length === 0) return;
		console.log(`${what} ${lineOf(exchange)}`);
		for (const { location, message } of found) console.log(`  ${location.join('.')}: ${message}`);
	};
	exchanges.forEach((exchange, index) => {
		const of = (side: string) => violations[index].filter(({ location }) => location[0] === side);
		if (exchange.sentBy === 'node') count(exchange, 'The node sends', of('request'));
		if (isDescribed(exchange)) count(exchange, 'The sandbox answers', of('response'));
	});
	console.log(`${counts.passed} passed, ${counts.failed} failed`);
	return counts.failed === 0 && counts.passed > 0;
}

void main().then((code) => {
	process.exitCode = code;
});
