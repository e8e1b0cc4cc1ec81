import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { Run } from '../run';

/** What a run says of one row. */
export interface Claim {
	kind: 'written' | 'unchanged' | 'planned' | 'failed' | 'notSent';
	/** The item's status, or the word in the error's description. */
	status?: string;
	task?: string;
	/** The message of a failed row; undefined where there is none for it. */
	text?: string;
	/** The output item of this row alone. */
	json?: IDataObject;
}

const taskOf = (json: IDataObject) => (json.task as IDataObject | undefined)?.id as string;

function claimOf(json: IDataObject, { operation }: Run['given']): Claim {
	if (typeof json.error === 'string') {
		const kind = json.error.startsWith('Not sent') ? 'notSent' : 'failed';
		return { kind, text: json.error };
	}
	const status = json.status as string | undefined;
	if (status === 'unchanged' || status === 'planned') return { kind: status, status, json };
	if (operation === 'update' && 'changes' in json) {
		const isUnchanged = Object.keys(json.changes as object).length === 0;
		return { kind: isUnchanged ? 'unchanged' : 'written', json };
	}
	return { kind: 'written', status, task: taskOf(json), json };
}

const pairs = ({ pairedItem }: INodeExecutionData): number[] =>
	[pairedItem ?? []].flat().map((one) => (typeof one === 'number' ? one : one.item));

/** The rows that an output item is about. */
export const pairsOf = pairs;

function fromItems({ given, result }: Run): Claim[] {
	const claims: Claim[] = [];
	for (const item of [...result.items, ...result.errorItems]) {
		const claim = claimOf(item.json, given);
		const isBatch = 'users' in item.json;
		for (const row of pairs(item)) claims[row] = isBatch ? { ...claim, json: undefined } : claim;
	}
	return claims;
}

const LINE =
	/^(?<word>[A-Z][\w ]*?): (?:no item|items? (?<list>[\d, -]+) \(\d+\))(?:: (?<text>.*))?$/s;

const KINDS: Record<string, Claim['kind']> = {
	Accepted: 'written',
	Updated: 'written',
	Compared: 'planned',
	Failed: 'failed',
	'Not sent': 'notSent',
	Unchanged: 'unchanged',
};

const numbersIn = (list: string) =>
	list.split(', ').flatMap((part) => {
		const [from, to = from] = part.split('-').map(Number);
		return Array.from({ length: to - from + 1 }, (_, index) => from + index);
	});

/** The row that an error's message names. */
const namedBy = (message: string) => Number(/\[item (\d+)\]$/.exec(message)?.[1] ?? NaN);

/** From the description of the error that ended the run; a row that is not accounted for has no claim. */
function fromError({ given, result }: Run): Claim[] {
	const { message = '', description = '' } = result;
	const claims: Claim[] = [];
	// The error has no list where it came before any request that writes.
	if (!/^(Accepted|Updated|Compared): /m.test(description)) {
		given.rows.forEach((_, row) => (claims[row] = { kind: 'notSent' }));
	}
	for (const line of description.split('\n')) {
		const { word = '', list, text } = LINE.exec(line)?.groups ?? {};
		const [, task] = /^Task (.*)$/.exec(word) ?? [];
		if (list === undefined) continue;
		for (const row of numbersIn(list)) {
			if (task) claims[row] = { ...claims[row], task };
			else if (word in KINDS) {
				const said = namedBy(message) === row ? message : undefined;
				claims[row] = { kind: KINDS[word], status: word.toLowerCase(), text: text ?? said };
			}
		}
	}
	return claims;
}

/** What the run says of each row, by the number of its item. */
export const claimsOf = (run: Run): Array<Claim | undefined> =>
	run.result.status === 'error' ? fromError(run) : fromItems(run);
