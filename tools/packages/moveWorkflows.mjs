#!/usr/bin/env node
// Saved workflows from one of the packages to another: node types carry the package's name, everything else stays.
//   node moveWorkflows.mjs --to n8n-nodes-ubidots workflow.json more.json
// Rewrites the files in place. Takes exports of the editor and of `n8n export:workflow`. Needs nothing but Node.js.
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/**
 * The services of each package, as its node types are named.
 * @type {Record<string, string[]>}
 */
const PACKAGES = {
	'n8n-nodes-ubidots': ['ubidots'],
	'n8n-nodes-upsun': ['upsun'],
	'n8n-nodes-ubidots-upsun': ['ubidots', 'upsun'],
};

/**
 * The text of a workflow file with the node types of this package in the place of those of the others, where it has the service.
 * @param {string} text
 * @param {string} to the name of a package
 * @returns {{ text: string, moved: number, left: number }} how many nodes were moved, and how many have no node in that package
 */
export function moveWorkflows(text, to) {
	let moved = 0;
	let left = 0;
	if (!Object.hasOwn(PACKAGES, to)) throw new Error(`There is no package '${to}'`);
	// The quotes are escaped in a workflow that Execute Sub-workflow holds as text. From the first backslash of a row only, or a row of
	// many would be read again from each of them.
	const nodeType =
		/((?<!\\)(\\*")type\2\s*:\s*\2)(n8n-nodes-ubidots|n8n-nodes-upsun|n8n-nodes-ubidots-upsun)\.(ubidots|upsun)(Tool)?(?=\2)/g;
	const result = text.replace(nodeType, (whole, before, _quote, from, service, tool = '') => {
		if (from === to) return whole;
		if (!PACKAGES[to].includes(service)) {
			left++;
			return whole;
		}
		moved++;
		return `${before}${to}.${service}${tool}`;
	});
	JSON.parse(result);
	return { text: result, moved, left };
}

function main(/** @type {string[]} */ args) {
	const at = args.indexOf('--to');
	const to = at < 0 ? '' : args[at + 1];
	const files = at < 0 ? [] : args.filter((_, index) => index !== at && index !== at + 1);
	const isKnown = Object.hasOwn(PACKAGES, to);
	if (!isKnown || files.length === 0) {
		if (to && !isKnown) console.error(`There is no package '${to}'`);
		console.error(`Usage: moveWorkflows.mjs --to ${Object.keys(PACKAGES).join('|')} file.json ...`);
		process.exitCode = 1;
		return;
	}
	for (const file of files) {
		try {
			const { text, moved, left } = moveWorkflows(readFileSync(file, 'utf8'), to);
			if (moved > 0) writeFileSync(file, text);
			const rest = left > 0 ? `, ${left} left: ${to} has no node for them` : '';
			console.log(`${file}: ${moved} nodes moved to ${to}${rest}`);
		} catch (error) {
			console.error(`${file}: ${error instanceof Error ? error.message : error}`);
			process.exitCode = 1;
		}
	}
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
	main(process.argv.slice(2));
