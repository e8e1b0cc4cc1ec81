/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a program of its own, never shipped */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { preProcessFile } from 'typescript';

function resolveImport(from: string, name: string): string {
	const path = join(dirname(from), name);
	const found = [`${path}.ts`, join(path, 'index.ts'), path].find(
		(one) => /\.\w+$/.test(one) && existsSync(one),
	);
	if (!found) throw new Error(`${from} imports ${name}, which is not there`);
	return found;
}

/**
 * The source files that these files reach by their imports, themselves included, relative to the root and in order: followed
 * rather than listed, so that no package carries what it does not use.
 * @throws Error for a relative import that is not there
 */
export function reachableSources(root: string, entries: readonly string[]): string[] {
	const found = new Set<string>();
	const queue = entries.map((entry) => join(root, entry));
	for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
		if (found.has(file)) continue;
		found.add(file);
		const { importedFiles } = preProcessFile(readFileSync(file, 'utf8'));
		for (const { fileName } of importedFiles) {
			if (fileName.startsWith('.')) queue.push(resolveImport(file, fileName));
		}
	}
	return [...found].map((file) => relative(root, file)).sort();
}
