import type { IDataObject } from 'n8n-workflow';

import { requestQueries } from '../../../../support/requests';
import { byLabel, ubidots } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

const world = useWorld();

/** The service hands on anybody, whatever it is asked for. */
const ignoreFilters = () =>
	world.sandbox.faults.add({
		match: { method: 'GET' },
		answer: {
			status: 200,
			body: { count: 5, next: null, results: world.sandbox.ubidots.users().slice(0, 5) },
		},
	});
const list = async (parameters: IDataObject) =>
	await world.run(ubidots('getAll', { returnAll: true, ...parameters }));

describe('a filter that Ubidots does not honour', () => {
	it('ends the run instead of handing on everybody', async () => {
		ignoreFilters();
		const { message, items } = await list({ filters: { isActive: false } });
		expect(message).toContain("did not apply the filter 'Is Active'");
		expect(items).toEqual([]);
	});

	it('is noticed although the fields that were chosen do not show it', async () => {
		ignoreFilters();
		const { message } = await list({
			filters: { isActive: false },
			options: { fields: ['username'] },
		});
		expect(message).toContain("did not apply the filter 'Is Active'");
		expect(requestQueries(world)[0].fields).toBe('username,id,isActive');
	});

	it('is noticed for organizations too, which a list leaves out unless they are named', async () => {
		ignoreFilters();
		const { message } = await list({
			simplify: false,
			filters: { organization: byLabel('nobody-is-in-it') },
		});
		expect(message).toContain("did not apply the filter 'Organization'");
		expect(requestQueries(world)[0].fields).toContain('organizations');
	});
});

it('what was only asked for to see whether a filter was honoured is not handed on', async () => {
	const { items } = await list({
		filters: { isActive: true },
		options: { fields: ['username'] },
	});
	expect(items.length).toBeGreaterThan(0);
	expect(items.every(({ json }) => Object.keys(json).join() === 'username')).toBe(true);
});
