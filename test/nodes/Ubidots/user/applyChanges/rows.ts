import type { IDataObject } from 'n8n-workflow';

import { people } from '../../../../support/people';

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
