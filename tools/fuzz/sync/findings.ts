import type { Finding } from '../types';
import { type Expected, isUntouched } from './model';
import type { SyncRun } from './run';

/** Says what is wrong with a run. */
export type Check = (run: SyncRun, expected: Expected) => Finding[];

export const finding = (rule: string, text: unknown = ''): Finding => ({
	rule,
	text: String(text),
});
export const when = (isWrong: boolean, rule: string, text?: unknown): Finding[] =>
	isWrong ? [finding(rule, text)] : [];

export const touched = ({ before, after }: SyncRun) =>
	[...new Set([...before.keys(), ...after.keys()])].filter(
		(id) => !isUntouched(before.get(id), after.get(id)),
	);
export const touchedLeavers = (run: SyncRun, { leavers }: Expected) =>
	touched(run).filter((id) => leavers.has(id));
export const writesOf = ({ requests }: SyncRun) =>
	requests.filter(({ method }) => method !== 'GET');
