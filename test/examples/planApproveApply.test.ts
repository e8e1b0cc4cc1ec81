import type { IDataObject, IPinData } from 'n8n-workflow';

import { INES, OTTO } from '../support/people';
import { requests } from '../support/requests';
import { useWorld } from '../support/useWorld';
import { allUsers, changedSince } from '../support/written';
import { approval, jsonOf, shippedExample } from './example';

const world = useWorld();

async function run(pinned: IPinData) {
	const file = shippedExample('plan-approve-apply.json');
	return await world.engine.run({ ...file, pinData: { ...file.pinData, ...pinned } });
}

describe('Plan, approve, apply', () => {
	it('shows who would change, in which field, from what to what', async () => {
		const execution = await run(approval());
		const [{ users, list }] = jsonOf(execution.output('Ask'));
		expect(users).toBe(2);
		expect(String(list).split('<br>')).toEqual([
			'ines.duarte@example.org: Time Zone: empty → Europe/Lisbon; Tags: empty → office',
			'otto.berg@example.org: Time Zone: empty → Europe/Stockholm; Decimal Places: empty → 1; Tags: empty → pumps, field',
		]);
	});

	it('shows text of the sheet as text, whatever signs are in it', async () => {
		const row = { email: 'otto.berg@example.org', firstName: '<img src="https://x.example">' };
		const execution = await run({ ...approval(), 'HR Sheet': [{ json: row }] });
		const [{ list }] = jsonOf(execution.output('Ask'));
		expect(list).toContain('&#60;img src=&#34;https://x.example&#34;&#62;');
		expect(list).not.toContain('<img');
	});

	it('writes the plan when it is approved', async () => {
		const before = allUsers(world);
		const execution = await run(approval('Approve'));
		expect(changedSince(world, before).sort()).toEqual([INES, OTTO].sort());
		expect(world.sandbox.ubidots.user(OTTO)).toMatchObject({
			timezone: 'Europe/Stockholm',
			decimalPlaces: 1,
			tags: ['pumps', 'field'],
		});
		expect(jsonOf(execution.output('Applied')).map(({ status }) => status)).toEqual([
			'applied',
			'applied',
		]);
		expect(execution.output('Not Applied')).toEqual([]);
		expect(execution.output('Not in the Plan')).toHaveLength(1);
	});

	it.each([['Reject'], [undefined]])('writes nothing when the answer is %s', async (decision) => {
		const execution = await run(approval(decision));
		expect(execution.error?.message).toBeUndefined();
		expect(execution.output('Not Approved')).toHaveLength(1);
		expect(execution.output('Applied')).toEqual([]);
		expect(requests(world).filter(({ method }) => method !== 'GET')).toEqual([]);
	});

	it('leaves a user alone who was changed before the approval, and names them', async () => {
		const plan = (await run(approval())).output('Plan');
		world.sandbox.ubidots.put({ id: INES, timezone: 'Europe/Madrid' });
		const execution = await run({ ...approval('Approve'), Plan: plan });
		expect(world.sandbox.ubidots.user(INES)).toMatchObject({ timezone: 'Europe/Madrid', tags: [] });
		const report: IDataObject[] = jsonOf(execution.output('Not Applied'));
		expect(report).toEqual([
			{
				who: 'ines.duarte@example.org',
				why: expect.stringMatching(/'Time Zone' .*'Europe\/Madrid'/) as string,
			},
		]);
		expect(execution.output('Applied')).toHaveLength(1);
	});
});
