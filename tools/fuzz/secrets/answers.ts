import type { FaultAnswer, HostileAnswer } from '../../sandbox';

/** Statuses with which everything that came is repeated. */
const STATUSES = [400, 401, 403, 404, 413, 429, 500];

/** Bodies without an end: the node's own timeout has to end them. */
export const ENDLESS = ['trickle', 'endless'];

const hostile: Record<string, HostileAnswer> = {
	hugeRows: 'hugeRows',
	hugeFields: 'hugeFields',
	deep: 'deep',
	deepObject: 'deepObject',
	'deepObject 500': { kind: 'deepObject', status: 500 },
	wide: 'wide',
	'wide 400': { kind: 'wide', status: 400 },
	sameNext: 'sameNext',
	wrongCount: 'wrongCount',
	errorInSuccess: 'errorInSuccess',
	successInError: 'successInError',
	longList: 'longList',
	'longList 400': { kind: 'longList', status: 400 },
	leaky: 'leaky',
	'leaky 400': { kind: 'leaky', status: 400 },
	...Object.fromEntries(STATUSES.map((status) => [`echo ${status}`, { kind: 'echo', status }])),
	echoRows: 'echoRows',
	echoPage: 'echoPage',
	'echoPage 200': { kind: 'echoPage', status: 200 },
	redirect: 'redirect',
	'redirect 307': { kind: 'redirect', status: 307 },
	trickle: 'trickle',
	endless: 'endless',
};

const plain: Record<string, FaultAnswer | undefined> = {
	good: undefined,
	html: 'html',
	reset: 'reset',
	truncatedJson: 'truncatedJson',
};

/** What may come of a request, by name. */
export const ANSWERS = [...Object.keys(plain), ...Object.keys(hostile)];

/** @param texts what the service knows besides what came with the request, and may repeat */
export function answerOf(name: string, texts: string[]): FaultAnswer | undefined {
	if (name in plain) return plain[name];
	const one = hostile[name];
	return { hostile: { ...(typeof one === 'string' ? { kind: one } : one), texts } };
}
