/**
 * What n8n logs is heard only if n8n is loaded here anew.
 * @jest-environment node
 */
import { usePrintedText } from '../../../../contract/secrets/printedText';
import type { FaultAnswer } from '../../../../../tools/sandbox';
import { PASSWORD } from '../../../../support/people';
import { CONTINUE, type OnError, settingsOf, sync } from '../../../../support/setups';
import { useNewWorlds } from '../../../../support/useWorld';
import type { Result } from '../../../../support/world';

/** Passwords of new users are in no output, error, hint or log, and generated ones in no stored execution. */
const world = useNewWorlds();
const heard = usePrintedText();

const fresh = { username: 'fresh', email: 'fresh@example.com' };
const passwordOf = () => world.sandbox.ubidots.passwordOf('fresh') ?? '';

function expectNoPassword(result: Result, isMapped: boolean): void {
	const { items, hints, message, description, error, stored } = result;
	const json = JSON.stringify([items, hints('Node'), error?.context ?? {}]);
	// What comes in is stored as it came.
	const kept = isMapped ? '' : stored();
	const all = [json, message, description, error?.stack, heard(), kept].join('\n');
	const password = passwordOf();
	expect(password).not.toBe('');
	expect(all).not.toContain(password);
	expect(all).not.toContain(encodeURIComponent(password));
	expect(all).not.toContain(Buffer.from(password).toString('base64'));
}

const echo = (status: number): FaultAnswer => ({
	status,
	get body() {
		const said = passwordOf();
		return { message: said, detail: { password: [`'${said}' is weak`] } };
	},
});

const ANSWERS: Array<[string, FaultAnswer]> = [
	['a reset', 'reset'],
	['a time-out', 'hang'],
	['HTML', 'html'],
	['half an answer', 'truncatedJson'],
	['a 500', { status: 500, body: 'Oops' }],
	['a refusal that repeats it', echo(400)],
	['a 403 that repeats it', echo(403)],
	['a 500 that repeats it', echo(500)],
	['a success that repeats it, without an ID', echo(201)],
];
const MODES = [
	['off', undefined],
	['on', CONTINUE],
] as const;

describe.each([
	['mapped', { ...fresh, password: PASSWORD }],
	['generated', fresh],
])('a %s password', (kind, row) => {
	const isMapped = kind === 'mapped';
	const run = async (onError?: OnError, more = {}) =>
		await world.run(sync(settingsOf({ retryTimeout: 0, ...more }), onError), [row]);

	it('is not shown when all goes well', async () => {
		const result = await run();
		expect(result.status).toBe('success');
		expectNoPassword(result, isMapped);
	});

	it('is not shown by a plan', async () => {
		const { items } = await run(undefined, { dryRun: true });
		expect(items[0].json).toMatchObject({ action: 'create', status: 'planned' });
		expect(JSON.stringify(items)).not.toContain(PASSWORD);
		expect(JSON.stringify(items).includes('•••')).toBe(isMapped);
	});

	describe.each(MODES)('with Continue On Fail %s', (_, onError) => {
		it.each(ANSWERS)('is not shown after %s', async (__, answer) => {
			world.sandbox.faults.add({ match: { method: 'POST' }, when: 'after', answer });
			const result = await run(onError, answer === 'hang' ? { timeout: 0.3 } : {});
			expect(result.status).toBe(onError ? 'success' : 'error');
			expectNoPassword(result, isMapped);
		});
	});
});
