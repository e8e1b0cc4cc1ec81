import type { FaultAnswer, Secrets } from '../../../tools/sandbox';
import { OPERATIONS } from '../everyOperation';
import { PASSWORD } from '../../support/people';
import { CONTINUE } from '../../support/setups';
import { useWorld } from '../../support/useWorld';
import type { Result } from '../../support/world';

const world = useWorld();

/** What each service is sent by its credential here. */
const SENT: Record<'ubidots' | 'upsun', Array<keyof Secrets>> = {
	ubidots: ['ubidotsToken'],
	upsun: ['upsunApiToken'],
};
const WITH_PASSWORD = ['Ubidots create', 'Ubidots update', 'Ubidots bulkUpdate'];

/** Everything that a user sees of a run, and that n8n stores of its failure. */
function shownOf({ error, items, errorItems, hints, message, description }: Result): string {
	const { node, ...rest } = (error ?? {}) as unknown as Record<string, unknown>;
	const stack = error?.stack ?? '';
	const seen = [rest, message, description, stack, items, errorItems, hints('Node')];
	return JSON.stringify(seen) + (node === undefined ? '' : ' at the node');
}

describe.each(OPERATIONS)('%s shows no secret', (name, { service, parameters, good }) => {
	const secrets = () => [
		...SENT[service].map((key) => world.sandbox.secrets[key]),
		...(WITH_PASSWORD.includes(name) ? [PASSWORD] : []),
	];
	const all = () => secrets().join(' and ');
	const refusal = () => ({
		code: 400001,
		message: all(),
		error: all(),
		detail: { password: [`'${all()}' is weak`], note: [all()] },
	});
	const answers: Array<[string, () => FaultAnswer]> = [
		['a refusal that repeats what was sent', () => ({ status: 400, body: refusal() })],
		['a refusal for each row', () => ({ status: 400, body: { detail: [refusal().detail] } })],
		['a refusal in one word', () => ({ status: 403, body: { detail: all() } })],
		['a page that repeats what was sent', () => ({ status: 200, body: `<p>${all()}</p>` })],
		['half an answer', () => 'truncatedJson'],
		['a broken connection', () => 'reset'],
		['a redirect', () => ({ status: 302, headers: { location: `http://127.0.0.1/?t=${all()}` } })],
	];

	it.each(answers)('on %s', async (_, answer) => {
		for (const onError of [undefined, CONTINUE] as const) {
			world.sandbox.faults.add({ answer: answer(), match: { path: /users/ }, times: 9 });
			const options = { retryTimeout: 0 };
			const setup = { service, parameters: { ...parameters, options }, onError };
			const result = await world.run(setup, [good]);
			world.sandbox.faults.clear();
			const shown = shownOf(result);
			expect(secrets().filter((secret) => shown.includes(secret))).toEqual([]);
			expect(shown).not.toMatch(/Bearer \w|sandboxUpsunSession|BBFF-\w/);
			const tokens = Object.values(world.sandbox.secrets);
			expect(tokens.filter((token) => result.stored().includes(token))).toEqual([]);
		}
	});

	it('and marks where one stood', async () => {
		const answer = { status: 400, body: refusal() };
		world.sandbox.faults.add({ answer, match: { path: /users/ }, times: 9 });
		const { message } = await world.run({ service, parameters }, [good]);
		expect(message).toContain(`400: ${secrets().fill('•••').join(' and ')}`);
	});

	it('when all goes well', async () => {
		const result = await world.run({ service, parameters }, [good]);
		expect(result.status).toBe('success');
		const shown = shownOf(result);
		expect(secrets().filter((secret) => shown.includes(secret))).toEqual([]);
	});
});
