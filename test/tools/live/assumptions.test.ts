/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- keeps a page of the docs true, never shipped */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { lastSteps, untold } from '../../../tools/live/lastSteps';
import { SERVICES } from '../../../tools/live/main';
import { assumptionsPage } from '../../../tools/live/page';
import type { Assumption } from '../../../tools/live/step';
import type { SandboxOptions } from '../../../tools/sandbox';
import { resolveOptions } from '../../../tools/sandbox/options';

/** docs/assumptions.md is made from the steps of the check: `UPDATE_DOCS=1 npx jest test/tools/live/assumptions` writes it anew. */
const ROOT = join(__dirname, '..', '..', '..');
const PAGE = join(ROOT, 'docs', 'assumptions.md');

const all: Assumption[] = [
	...Object.values(SERVICES).flatMap(({ reads, writes }) => [reads, writes]),
	...Object.values(lastSteps),
	untold,
].flatMap((rows) => Object.values(rows));

/** Options of the sandbox that are no way for a service to be. */
const NO_SWITCHES = ['port', 'users', 'now', 'onRequest', 'onBeforeWrite', 'omittedFrom'];

it('the page about assumptions says what the check has', () => {
	const text = assumptionsPage();
	if (process.env.UPDATE_DOCS) writeFileSync(PAGE, text);
	expect(readFileSync(PAGE, 'utf8')).toBe(text);
});

it('each switch of the sandbox plays an assumption', () => {
	const played = new Set(all.flatMap((row) => row.played.flatMap((set) => Object.keys(set))));
	const switches = Object.keys(resolveOptions()).filter((name) => !NO_SWITCHES.includes(name));
	expect(switches.filter((name) => !played.has(name))).toEqual([]);
});

type Normalisation = NonNullable<SandboxOptions['normalisations']>[number];

/** Every one of them, or it does not compile. */
const NORMALISATIONS: Record<Normalisation, true> = {
	trim: true,
	innerSpace: true,
	emailDomain: true,
	emailCase: true,
	websiteSlash: true,
	languageRegionUpper: true,
	languageRegionLower: true,
	countryCase: true,
	decimalsFromText: true,
	decimalsRounded: true,
	tagsSorted: true,
	tagsLowerCase: true,
	tagsUnique: true,
	numbersAsText: true,
	textAsNumbers: true,
	emptyAsNull: true,
};

it('each way to change a value plays an assumption', () => {
	const played = all.flatMap((row) => row.played.flatMap((set) => set.normalisations ?? []));
	expect(Object.keys(NORMALISATIONS).filter((name) => !played.includes(name as never))).toEqual([]);
});

it('the code that an assumption names is there', () => {
	const named = all.flatMap((row) => JSON.stringify(row).match(/nodes\/[\w/]+\.ts/g) ?? []);
	expect(named.length).toBeGreaterThan(0);
	expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});
