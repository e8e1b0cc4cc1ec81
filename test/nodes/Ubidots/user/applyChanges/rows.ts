import type { IDataObject } from 'n8n-workflow';

import { people } from '../../../../support/people';
import type { NodeSetup, World } from '../../../../support/world';

/** Rows for Bulk Update: each of three in a row has other fields. */
export const mixed = (count: number): IDataObject[] =>
	people(count).map(({ id, firstName }, index) => {
		if (index % 3 === 0) return { id, firstName };
		if (index % 3 === 1) return { id, isActive: false, tags: ['left', `t${index}`] };
		return {
			id,
			defaultOrganization: 'acme-energy',
			decimalPlaces: index % 5,
			contactMethods: [{ type: 'sms', values: [`+1 ${index}`] }],
		};
	});

/** What a run that went well gave out, as it is kept somewhere and comes back days later; its requests are forgotten. */
export async function outputOf(
	world: World,
	setup: NodeSetup,
	rows: IDataObject[],
): Promise<IDataObject[]> {
	const { items, status, message } = await world.run(setup, rows);
	expect([status, message]).toEqual(['success', undefined]);
	world.sandbox.journal.clear();
	return structuredClone(items.map(({ json }) => json));
}
