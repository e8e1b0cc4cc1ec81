/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console -- the benchmark runs as a program of its own and is never shipped */
import { sleep } from 'n8n-workflow';

import { benchEngine, people, throwIfFailed, updateByPace } from '../workflows';

/** Updates so many users at each of these times of day, in a process of its own: what the first run learned is there in the next. */
async function main([rows, url, token, perSecond, ...beginAt]: string[]): Promise<void> {
	const engine = await benchEngine({ url, token }, Number(perSecond));
	for (const at of beginAt.map(Number)) {
		await sleep(Math.max(0, at - Date.now()));
		throwIfFailed(await engine.run(updateByPace(people(Number(rows), `At ${at}`))));
	}
	console.log('null');
}

void main(process.argv.slice(2));
