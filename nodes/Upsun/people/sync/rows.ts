import { emailFlaw } from '../../../shared/form/flaws';
import { parseFields } from '../../../shared/form/fieldValues';
import type { ItemParameters } from '../../../shared/form/itemParameters';
import { parseIdentity, parseNamed, WrongValue } from '../../../shared/form/parse';
import { refuseDuplicates } from '../../../shared/mapper/duplicates';
import type { Headers } from '../../../shared/mapper/headers';
import { refuseRivals } from '../../../shared/mapper/headersOfRun';
import { getMapped } from '../../../shared/mapper/mapping';
import type { Mapped, MapperTable } from '../../../shared/mapper/table';
import { nameKey } from '../../../shared/nameKey';
import type { Row } from '../../../shared/run/operation';
import { isOpen } from '../../../shared/run/summary';
import { shown } from '../../../shared/shown';
import { isUuid } from '../../user/locator';
import { placeLocator, refuseOtherPlaces } from '../locators';
import type { Place } from '../places/place';
import type { PlaceKey } from '../roster';

export type MatchColumn = 'email' | 'user_id';

/** What a row asks for: that somebody is there, with these permissions where it says any. */
export interface Requested extends Mapped<MatchColumn> {
	readonly where: PlaceKey;
	readonly permissions?: readonly string[];
	readonly headers?: Headers;
}

/** What became of a row. */
export interface Result {
	readonly status:
		| 'planned'
		| 'unchanged'
		| 'invited'
		| 'added'
		| 'applied'
		| 'removed'
		| 'cancelled';
	readonly user_id?: string;
	readonly invitation_id?: string;
	/** Why somebody is never written. */
	readonly protected?: string;
	/** What became of it, for a person, where the changes do not say it. */
	readonly summary?: string;
}

export type ListRow = Row<Requested, Result>;

/** The columns of the list of a place. */
export const columnsOf = ({ permissions }: Place): MapperTable<MatchColumn> => ({
	fields: permissions ? [permissions] : [],
	match: {
		email: { title: 'Email', noun: 'email address' },
		user_id: { title: 'User ID', noun: 'user ID' },
	},
	defaultMatch: 'email',
	strict: [],
});

const parseValue = (by: MatchColumn, key: unknown) =>
	by === 'email'
		? parseNamed("'Email'", () => parseIdentity(key, emailFlaw))
		: parseNamed("'User ID'", () => {
				const id = parseIdentity(key);
				if (isUuid(id)) return id.toLowerCase();
				throw new WrongValue(`is ${shown(key)}, which is not the ID of an Upsun user`);
			});

/** @throws Failure that names the parameter or column with a wrong value */
export function parseRow(
	place: Place,
	columns: MapperTable<MatchColumn>,
	item: ItemParameters,
): Requested {
	const where = placeLocator(place).get(item);
	const { by, key, values, headers } = getMapped(columns, item);
	const value = parseValue(by, key);
	const { permissions } = parseFields(columns.fields, values, item.redactor);
	return {
		where,
		by,
		value,
		...(permissions !== undefined && { permissions: permissions as string[] }),
		...(headers && { headers }),
	};
}

/** Fails rows that cannot be sent together with others: they name one person twice, or another place. */
export function refuseRows(
	place: Place,
	columns: MapperTable<MatchColumn>,
	rows: readonly ListRow[],
): void {
	refuseOtherPlaces(place, rows);
	refuseRivals(columns, rows.filter(isOpen));
	refuseDuplicates(
		rows.filter(isOpen),
		(row) => row,
		({ requested }) => nameKey(requested.value),
		({ requested }) => `The user ${shown(requested.value)}`,
	);
}
