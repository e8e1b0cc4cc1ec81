import type { FaultAnswer } from '../../../../../tools/sandbox';
import { TESTT } from '../../../../support/people';
import { bulkUpdate, byId, updateOf } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

/** Answers that are no answer of the API: a proxy, a sign-in page or a broken line stands in between. */
const world = useWorld();

const NO_RETRY = { retryTimeout: 0 };

const answer = (fault: FaultAnswer) => world.sandbox.faults.add({ times: Infinity, answer: fault });

const update = async (timeout = 30) =>
	await world.run(updateOf(byId(TESTT), { firstName: 'Ada' }, { ...NO_RETRY, timeout }));

const bulk = async () => await world.run(bulkUpdate(NO_RETRY), [{ id: TESTT, firstName: 'Ada' }]);

const page = '<!DOCTYPE html><html><head><title>Sign in</title></head></html>';

describe('a success that is none', () => {
	it.each<[string, FaultAnswer, string]>([
		['a page of HTML', { status: 200, body: page, contentType: 'text/html' }, 'not JSON'],
		['half of the JSON', 'truncatedJson', 'not JSON'],
		['an empty body', { status: 200 }, 'empty'],
		['no content', { status: 204 }, 'empty'],
		['the text null', { status: 200, body: 'null', contentType: 'application/json' }, 'empty'],
	])('%s ends the run, and says that it may have been carried out', async (_, fault, what) => {
		answer(fault);
		for (const { status, message } of [await update(), await bulk()]) {
			expect(status).toBe('error');
			expect(message).toContain(`is ${what}`);
			expect(message).toContain('It may have been carried out anyway.');
			expect(message).toMatch(/Check .* in the credential.*of the Ubidots API/);
		}
	});

	it('is shown with its first words, so that a sign-in page can be known', async () => {
		answer({ status: 200, body: page, contentType: 'text/html' });
		const { message } = await update();
		expect(message).toContain(`it begins with: ${page.slice(0, 80).replace(/</g, '‹')}`);
	});

	it('an object without an ID is no user', async () => {
		answer({ status: 200, body: { detail: 'Not found.' } });
		const { message } = await update();
		expect(message).toContain(
			"the response (200) is missing 'id'; it begins with: Not found. It may have",
		);
	});

	it('a page of a megabyte is searched for secrets without keeping n8n busy', async () => {
		answer({ status: 200, contentType: 'text/html', body: 'http://eyJ-'.repeat(100_000) });
		// A search that is quadratic takes minutes, and the test fails by its timeout.
		const { message } = await update();
		expect(message).toContain('not JSON');
	});
});

describe('an answer of a gateway', () => {
	it('says the status and that no reason was given', async () => {
		answer('html');
		const { message } = await update();
		expect(message).toContain(`Could not update the user '${TESTT}': Ubidots answered 502`);
		expect(message).not.toContain('<html>');
	});
});

describe('no answer', () => {
	it.each<[string, FaultAnswer, string]>([
		['the connection is closed', 'reset', 'the connection was closed before the response came'],
		['the answer breaks off', 'cutOff', 'the connection was closed'],
		['nothing comes', 'hang', 'no response came within 0.2 s'],
	])('%s: says so, and that it may have been carried out', async (_, fault, text) => {
		answer(fault);
		const { message } = await update(fault === 'hang' ? 0.2 : undefined);
		expect(message).toContain(text);
		expect(message).toContain('It may have been carried out anyway');
	});

	it('an answer that drips for longer than Timeout is given up', async () => {
		answer('drip');
		// It drips for ever: without an end of its own the test fails by its timeout.
		const { message } = await update(0.5);
		expect(message).toContain('no response came within 0.5 s');
	});

	it('a server that is not there: says where to look', async () => {
		world.setCredential('ubidots', { baseUrl: 'http://127.0.0.1:9' });
		const { message } = await update();
		expect(message).toContain(`Could not update the user '${TESTT}': Ubidots did not answer`);
		expect(message).toContain(
			'nothing answers at that address: check the address in the credential [item 0]',
		);
		expect(message).not.toContain('carried out');
	});
});
