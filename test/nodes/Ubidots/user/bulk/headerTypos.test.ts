import type { IDataObject } from 'n8n-workflow';

import { INES, OTTO } from '../../../../support/people';
import { requestBodies } from '../../../../support/requests';
import { autoMap, bulkUpdate, mapByHand } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

const world = useWorld();

const bulk = async (items: IDataObject[], columns: unknown = autoMap()) => {
	const { message, hints } = await world.run(bulkUpdate({}, undefined, columns), items);
	return { message, hints: hints('Node').map((hint) => hint.message) };
};

const HINT = 'Input fields ignored because of their spelling: ';

describe("a sheet's headers that look like a field of a user", () => {
	it('are named in a hint, once for all rows', async () => {
		const { hints, message } = await bulk([
			{ id: INES, firstName: 'Inês', 'Time Zone': 'Europe/Lisbon', last_name: 'Duarte' },
			{ id: OTTO, firstName: 'Otto', 'Time Zone': 'Europe/Berlin', 'E-Mail': 'o@example.org' },
		]);
		expect(message).toBeUndefined();
		expect(hints).toEqual([
			`${HINT}'Time Zone' (write timezone), 'last_name' (write lastName), 'E-Mail' (write email)`,
		]);
		expect(requestBodies(world).flat()).toEqual([
			{ id: INES, firstName: 'Inês' },
			{ id: OTTO, firstName: 'Otto' },
		]);
	});

	it('are of no interest beside the field itself, nor are other columns', async () => {
		const { hints } = await bulk([
			{ id: INES, firstName: 'Inês', 'First Name': 'Inês Maria', department: 'HR', Mail: 'x' },
		]);
		expect(hints).toEqual([]);
	});

	it('are of no interest when columns are mapped by hand', async () => {
		const { hints } = await bulk(
			[{ 'First Name': 'Inês' }],
			mapByHand({ id: INES, firstName: '={{ $json["First Name"] }}' }),
		);
		expect(hints).toEqual([]);
	});
});

describe('a row that lacks what is needed', () => {
	it('is told of the column that may have been meant as its key', async () => {
		const { message } = await bulk(
			[{ Email: 'ines.duarte@example.com', firstName: 'Inês' }],
			autoMap('email'),
		);
		expect(message).toBe(
			"'Email' is missing: every row needs the Email of its user, because users are matched by it. Ignored because of their spelling: 'Email' (write email) [item 0]",
		);
	});

	it('is told of the columns that may have been meant as fields', async () => {
		const { message } = await bulk([{ id: INES, 'First Name': 'Inês' }]);
		expect(message).toBe(
			`Nothing to update for the user '${INES}': the row has no field of a user besides 'ID'. Ignored because of their spelling: 'First Name' (write firstName) [item 0]`,
		);
	});
});
