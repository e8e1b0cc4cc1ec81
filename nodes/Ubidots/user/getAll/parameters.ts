import { inOptions, type Option, type ValuesOf } from '../../../shared/form/parameters';
import { isEmpty, WrongValue } from '../../../shared/form/parse';
import { RETURN_ALL } from '../../../shared/form/returnAll';
import { shown } from '../../../shared/shown';
import { filters } from '../filters';
import { OUTPUT_FIELDS } from '../userObject';

/** The attributes on the sorting page; a dash reverses the order. */
const sort: Option<string | undefined> = {
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
	...OUTPUT_FIELDS,
	filters,
	...inOptions({ sort }),
};

export type Parameters = ValuesOf<typeof PARAMETERS>;
