import { fieldChoices } from '../../../shared/form/fields';
import { inOptions, type Parameter, type ValuesOf } from '../../../shared/form/parameters';
import { isEmpty, parseList, WrongValue } from '../../../shared/form/parse';
import { RETURN_ALL } from '../../../shared/form/returnAll';
import { SIMPLIFY } from '../../../shared/form/simplify';
import { shown } from '../../../shared/shown';
import { filters } from '../filters';
import { ALL_FIELDS, READABLE_FIELDS } from '../userObject';

/** Keeps responses small: Ubidots sends only these. */
const fields: Parameter<string[] | undefined> = {
	property: {
		displayName: 'Fields',
		type: 'multiOptions',
		options: fieldChoices(READABLE_FIELDS),
		default: [],
		description: 'The fields to return, instead of the simplified or whole user',
	},
	parse(value) {
		const names = isEmpty(value) ? [] : parseList(value, 'fields');
		const unknown = names.find((name) => !ALL_FIELDS.includes(name));
		if (unknown === undefined) return names.length === 0 ? undefined : names;
		throw new WrongValue(`names ${shown(unknown)}, which is not a field of a user`);
	},
};

/** The attributes on the sorting page; a dash reverses the order. */
const sort: Parameter<string | undefined> = {
	property: {
		displayName: 'Sort',
		type: 'options',
		options: [
			{ name: 'Created (Newest First)', value: '-created_at' },
			{ name: 'Created (Oldest First)', value: 'created_at' },
			{ name: 'Username (A to Z)', value: 'username' },
			{ name: 'Username (Z to A)', value: '-username' },
		],
		default: 'username',
		description: 'The order in which to return users',
	},
	parse(value) {
		if (isEmpty(value)) return undefined;
		const text = String(value);
		if (/^-?(created_at|username)$/.test(text)) return text;
		throw new WrongValue(
			`is ${shown(value)}: it has to be username or created_at, with a dash before it to reverse`,
		);
	},
	unset: undefined,
};

/** What each item says. */
export const PARAMETERS = {
	...RETURN_ALL,
	...SIMPLIFY,
	filters,
	...inOptions({ fields, sort }),
};

export type Parameters = ValuesOf<typeof PARAMETERS>;
