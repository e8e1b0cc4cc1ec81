import fc from 'fast-check';

import { ANSWERS } from './answers';
import { MOST_ITEMS } from './bases';
import type { Parameter } from './parameters';
import { dice, SIZES, type Unit, UNITS } from './values';

/** `plain` is the token as it is, `query` in the address, `exchanged` a session; with `refused` the exchange gets the answer. */
const CREDENTIALS = ['plain', 'query', 'exchanged', 'refused'] as const;
const ON_ERROR = ['continueRegularOutput', 'continueErrorOutput', 'stopWorkflow'] as const;

/** One run: a parameter that a text is entered in, and how the service answers. */
export interface SecretsCase {
	service: Parameter['service'];
	operation: string;
	parameter: string;
	unit: Unit;
	size: number;
	answer: string;
	credential: (typeof CREDENTIALS)[number];
	onError: (typeof ON_ERROR)[number];
	/** The first has the text. */
	items: number;
	/** Users are read before and after they are written, and lists to their end. */
	readsMore: boolean;
}

const CHOICES = {
	unit: Object.keys(UNITS) as Unit[],
	size: [...SIZES],
	answer: ANSWERS,
	credential: [...CREDENTIALS],
	onError: [...ON_ERROR],
	items: [1, MOST_ITEMS],
	readsMore: [false, true],
};
const NAMES = Object.keys(CHOICES) as Array<keyof typeof CHOICES>;

const named = ({ service, operation, name }: Parameter) => ({
	service,
	operation,
	parameter: name,
});

/** Any parameter with any text and any answer. */
export const casesOf = (parameters: Parameter[]): fc.Arbitrary<SecretsCase> =>
	fc
		.record({
			parameter: fc.constantFrom(...parameters),
			unit: fc.constantFrom(...CHOICES.unit),
			size: fc.constantFrom(...CHOICES.size),
			answer: fc.constantFrom(...CHOICES.answer),
			credential: fc.constantFrom(...CHOICES.credential),
			onError: fc.constantFrom(...CHOICES.onError),
			items: fc.constantFrom(...CHOICES.items),
			readsMore: fc.boolean(),
		})
		.map(({ parameter, ...others }) => ({ ...others, ...named(parameter) }));

/** Each two choices of a case, and each choice with the operation. */
function pairsIn(one: SecretsCase): string[] {
	const all = ['operation' as const, ...NAMES].map((name) =>
		name === 'operation' ? `${one.service} ${one.operation}` : `${name} ${one[name]}`,
	);
	return all.flatMap((a, index) => all.slice(index + 1).map((b) => `${a}, ${b}`));
}

/** Of so many random cases the one with the most pairs that no earlier one has. */
const TRIES = 30;

/**
 * The same cases in every run: each parameter once, then each operation equally often, and as many pairs of choices as that gives
 * room for.
 * @param count of all
 */
export function selectionOf(parameters: Parameter[], count: number): SecretsCase[] {
	const random = dice(4711);
	const any = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)];
	const anyCase = (list: readonly Parameter[]): SecretsCase => ({
		...named(any(list)),
		unit: any(CHOICES.unit),
		size: any(CHOICES.size),
		answer: any(CHOICES.answer),
		credential: any(CHOICES.credential),
		onError: any(CHOICES.onError),
		items: any(CHOICES.items),
		readsMore: any(CHOICES.readsMore),
	});
	const seen = new Set<string>();
	const newIn = (one: SecretsCase) => pairsIn(one).filter((pair) => !seen.has(pair)).length;
	const choose = (list: readonly Parameter[]) => {
		const tries = Array.from({ length: TRIES }, () => anyCase(list));
		const best = tries.reduce((a, b) => (newIn(b) > newIn(a) ? b : a));
		for (const pair of pairsIn(best)) seen.add(pair);
		return best;
	};
	const groups = new Map<string, Parameter[]>();
	for (const parameter of parameters) {
		const { service, operation } = parameter;
		const name = `${service} ${operation}`;
		groups.set(name, [...(groups.get(name) ?? []), parameter]);
	}
	const lists = [...groups.values()];
	const chosen = parameters.map((parameter) => choose([parameter]));
	for (let n = 0; chosen.length < count; n++) chosen.push(choose(lists[n % lists.length]));
	return chosen;
}
