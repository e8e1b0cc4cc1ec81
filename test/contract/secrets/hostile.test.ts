import { HIDDEN, Redactor } from '../../../nodes/shared/redact';
import { newTally } from '../../../tools/fuzz/property';
import { ANSWERS } from '../../../tools/fuzz/secrets/answers';
import { type SecretsCase, selectionOf } from '../../../tools/fuzz/secrets/cases';
import { findingsIn } from '../../../tools/fuzz/secrets/checks';
import { everyParameter, type Parameter } from '../../../tools/fuzz/secrets/parameters';
import { tryCase } from '../../../tools/fuzz/secrets/property';
import { runCase, withoutText } from '../../../tools/fuzz/secrets/run';
import { type FuzzWorld, startFuzzWorld } from '../../../tools/fuzz/world';
import { OPERATIONS } from '../everyOperation';
import { sources } from '../../support/world';

/** The same cases in every run; `npm run fuzz -- --model secrets` tries others. */
const CASES = 300;
/** Of all of them, on a machine that does much else. */
const LONGEST_MS = 600_000;

let world: FuzzWorld;
let parameters: Parameter[];
beforeAll(async () => {
	world = await startFuzzWorld(sources());
	parameters = await everyParameter(sources());
});
afterAll(async () => await world.close());

const nameOf = (service: string, operation: string) =>
	`${service === 'upsun' ? 'Upsun' : 'Ubidots'} ${operation}`;

const ofOperation = (name: string) =>
	parameters.filter(({ service, operation }) => nameOf(service, operation) === name);

const NAMES = OPERATIONS.map(([name]) => name);

it('every operation has parameters that take text', () => {
	const named = parameters.map(({ service, operation }) => nameOf(service, operation));
	expect([...new Set(named)].sort()).toEqual([...NAMES].sort());
});

describe('whatever is entered where, and however the service answers, nothing secret shows, and every run ends as it should:', () => {
	const findings = new Map<string, string[]>();
	const answered = new Set<string>();
	const tally = newTally();

	beforeAll(async () => {
		for (const given of selectionOf(parameters, CASES)) {
			const run = await tryCase(world, parameters, given, tally);
			if (run.requests.length > 0) answered.add(given.answer);
			const name = nameOf(given.service, given.operation);
			const found = findingsIn(run).map(
				({ rule, text }) => `${rule}: ${text}\nin ${JSON.stringify(given)}`,
			);
			findings.set(name, [...(findings.get(name) ?? []), ...found]);
		}
	}, LONGEST_MS);

	it.each(NAMES)('%s', (name) => {
		expect(findings.get(name)).toEqual([]);
	});

	it('the answers were met', () => {
		expect([...answered].sort()).toEqual([...ANSWERS].sort());
		expect(tally.requests).toBeGreaterThan(CASES);
	});
});

/** A run without anything hostile in it but the answer. */
const repeating = (parameter: Parameter, more: Partial<SecretsCase> = {}): SecretsCase => ({
	service: parameter.service,
	operation: parameter.operation,
	parameter: parameter.name,
	unit: 'letter',
	size: 0,
	answer: 'leaky',
	credential: 'plain',
	onError: 'continueRegularOutput',
	items: 3,
	readsMore: false,
	...more,
});

describe('an answer that is a success, and repeats all that the service was told', () => {
	/** Those whose output is what the service gives. */
	const SHOWN = ['get', 'getAll', 'create', 'update'];

	it.each(NAMES)('shows none of it: %s', async (name) => {
		const parameter = withoutText(ofOperation(name)[0]);
		for (const [credential, readsMore] of [
			['plain', false],
			['query', true],
			['exchanged', false],
		] as const) {
			const run = await runCase(world, parameter, repeating(parameter, { credential, readsMore }));
			expect(findingsIn(run)).toEqual([]);
			const [first] = run.result.items;
			if (!SHOWN.includes(parameter.operation)) continue;
			expect(JSON.stringify(first.json.debug)).toContain(HIDDEN);
			// Upsun's users have none: it is a field like any other there.
			if (parameter.service === 'ubidots') expect(first.json).not.toHaveProperty('password');
		}
	});
});

describe('the net catches', () => {
	afterEach(() => jest.restoreAllMocks());

	it.each(['echo 400', 'echoRows', 'echoPage 200', 'leaky'])('a secret in: %s', async (answer) => {
		jest.spyOn(Redactor.prototype, 'redact').mockImplementation((text) => text);
		jest.spyOn(Redactor.prototype, 'redactJson').mockImplementation((value) => value);
		const [parameter] = ofOperation('Ubidots update').map(withoutText);
		for (const onError of ['continueErrorOutput', 'stopWorkflow'] as const) {
			const run = await runCase(world, parameter, repeating(parameter, { answer, onError }));
			expect(findingsIn(run).map(({ rule }) => rule)).toContain('a secret of the credential shows');
		}
	});
});
