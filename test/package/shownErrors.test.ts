/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- reads the sources, never shipped */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What must not be in the sources that are shipped, because it has shown secrets before. */
const ROOT = join(__dirname, '..', '..');
const files = ['nodes', 'credentials'].flatMap((folder) =>
	readdirSync(join(ROOT, folder), { recursive: true })
		.map((name) => join(folder, String(name)))
		.filter((name) => name.endsWith('.ts')),
);
const linesWith = (pattern: RegExp, except: string[] = []) =>
	files
		.filter((name) => !except.includes(name))
		.flatMap((name) =>
			readFileSync(join(ROOT, name), 'utf8')
				.split('\n')
				.filter((line) => pattern.test(line))
				.map((line) => `${name}: ${line.trim()}`),
		);

it('no pattern is made of values: one that is too large is quoted in the error, with all secrets in it', () => {
	expect(files.length).toBeGreaterThan(90);
	expect(linesWith(/\bRegExp\(/)).toEqual([]);
});

it("of an error that is caught only asFailure shows the message, where it is n8n's own", () => {
	// By one name, so that the next lines see all of them.
	expect(linesWith(/\} catch \((?!error\))|\.catch\(\((?!error\b|\))/)).toEqual([]);
	const shown =
		/\bString\(error\)|\$\{error\b|(?<!error instanceof WrongValue \? )\berror\.message\b/;
	expect(linesWith(shown, ['nodes/shared/errors.ts'])).toEqual([]);
});
