import type { IDataObject } from 'n8n-workflow';

import { AMARA, INES, JOSE, OTTO } from '../../../../support/people';
import { rowsSent } from '../../../../support/requests';
import { bulkUpdate } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

const world = useWorld();

const hintsOf = async (values: IDataObject[]) => {
	const ids = [AMARA, INES, JOSE, OTTO];
	const rows = values.map((row, index) => ({ id: ids[index], ...row }));
	const { hints } = await world.run(bulkUpdate(), rows);
	return hints('Node').map(({ message }) => message);
};

describe('a word that may stand for nothing', () => {
	it('is named where many rows hold it, and written all the same', async () => {
		const hints = await hintsOf([
			{ lastName: 'NULL', tags: 'north' },
			{ lastName: 'NULL', tags: '-' },
			{ lastName: 'NULL', tags: 'x, -' },
			{ lastName: 'None', tags: '-' },
		]);
		expect(hints).toContain(
			"Taken for values: 'NULL' in 'Last Name' (3 rows), '-' in 'Tags' (3 rows). If they stand for nothing, empty these cells",
		);
		expect(rowsSent(world)[0]).toMatchObject({ id: AMARA, lastName: 'NULL' });
	});

	it.each(['\\N', '[null]', '(NULL)', 'NaN', 'n/a', '—'])('may be %j', async (word) => {
		const hints = await hintsOf(Array.from({ length: 3 }, () => ({ lastName: word })));
		expect(hints).toContain(
			`Taken for values: '${word}' in 'Last Name' (3 rows). If they stand for nothing, empty these cells`,
		);
	});

	it('may be the name of two people', async () => {
		const hints = await hintsOf([
			{ lastName: 'Null' },
			{ lastName: 'Null' },
			{ lastName: 'Nullmeier' },
			{ lastName: 'Nonesuch' },
		]);
		expect(hints.join()).not.toContain('Taken for values');
	});

	it('is never shown where it is a password', async () => {
		const hints = await hintsOf(Array.from({ length: 4 }, () => ({ password: 'none' })));
		expect(hints.join()).not.toContain('none');
	});
});
