#!/usr/bin/env node
// Saved workflows from one of the packages to another: node types carry the package's name, everything else stays.
//   node moveWorkflows.mjs --to n8n-nodes-ubidots workflow.json more.json
// Rewrites the files in place. Takes exports of the editor and of `n8n export:workflow`. Needs nothing but Node.js.
import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The services of each package, as its node types are named.
 * @type {Record<string, string[]>}
 */
const PACKAGES = {
	'n8n-nodes-ubidots': ['ubidots'],
	'n8n-nodes-upsun': ['upsun'],
	'n8n-nodes-ubidots-upsun': ['ubidots', 'upsun'],
};

// The quotes are escaped in a workflow that Execute Sub-workflow holds as text. From the first backslash of a row only, or a row of many
// would be read again from each of them.
const NODE_TYPE =
	/((?<!\\)(\\*")type\2\s*:\s*\2)(n8n-nodes-ubidots|n8n-nodes-upsun|n8n-nodes-ubidots-upsun)\.(ubidots|upsun)(Tool)?(?=\2)/g;

/** What holds data, in which anything may look like a node. */
const DATA = ['pinData', 'staticData', 'meta', 'settings'];

/**
 * The types of the nodes of a workflow, of many, or of one in another object, also where a node holds a workflow as text.
 * @param {unknown} value
 * @returns {unknown[]}
 */
function nodeTypes(value) {
	if (typeof value !== 'object' || value === null) return [];
	if (Array.isArray(value)) return value.flatMap(nodeTypes);
	const { nodes, ...others } = /** @type {Record<string, unknown>} */ (value);
	const left = Object.entries(others).filter(([name]) => !DATA.includes(name));
	const ofNodes = Array.isArray(nodes) ? nodes.flatMap(typesOfNode) : nodeTypes(nodes);
	return [...ofNodes, ...left.flatMap(([, one]) => nodeTypes(one))];
}

/**
 * @param {{ type?: unknown, parameters?: { workflowJson?: unknown } } | null} node
 * @returns {unknown[]}
 */
function typesOfNode(node) {
	const text = node?.parameters?.workflowJson;
	try {
		return [node?.type, ...nodeTypes(typeof text === 'string' ? JSON.parse(text) : text)];
	} catch {
		// An expression, which says what the workflow is when it runs.
		return [node?.type];
	}
}

/**
 * The text of a workflow file with the node types of this package in the place of those of the others, where it has the service. Nothing
 * else of the text changes.
 * @param {string} text
 * @param {string} to the name of a package
 * @returns {{ text: string, moved: number, left: number }} how many nodes were moved, and how many have no node in that package
 */
export function moveWorkflows(text, to) {
	if (!Object.hasOwn(PACKAGES, to)) throw new Error(`There is no package '${to}'`);
	let mark = 'node-type-';
	while (text.includes(mark)) mark += '-';
	// Each place that looks like the type of a node gets a mark, and where the marks are afterwards shows which are.
	let places = 0;
	const marked = text.replace(NODE_TYPE, (_, before) => `${before}${mark}${places++}`);
	const types = new Set(nodeTypes(JSON.parse(marked)));
	let [place, moved, left] = [0, 0, 0];
	const result = text.replace(NODE_TYPE, (whole, before, _quote, from, service, tool = '') => {
		if (!types.has(`${mark}${place++}`) || from === to) return whole;
		if (!PACKAGES[to].includes(service)) {
			left++;
			return whole;
		}
		moved++;
		return `${before}${to}.${service}${tool}`;
	});
	return { text: result, moved, left };
}

/**
 * `npm run` goes to the folder of the package, and says where it was called.
 * @param {string} file
 */
function pathOf(file) {
	const { npm_lifecycle_event: script, INIT_CWD: calledIn = '.' } = process.env;
	return script === 'move-workflows' ? resolve(calledIn, file) : file;
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
			const { text, moved, left } = moveWorkflows(readFileSync(pathOf(file), 'utf8'), to);
			if (moved > 0) writeFileSync(pathOf(file), text);
			const rest = left > 0 ? `, ${left} left: ${to} has no node for them` : '';
			console.log(`${file}: ${moved} nodes moved to ${to}${rest}`);
		} catch (error) {
			console.error(`${file}: ${error instanceof Error ? error.message : error}`);
			process.exitCode = 1;
		}
	}
}

// By its real path: it may have been called through a linked folder.
if (process.argv[1] && fileURLToPath(import.meta.url) === realpathSync(process.argv[1]))
	main(process.argv.slice(2));
