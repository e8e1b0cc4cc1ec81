import { identityFlaw } from '../../../shared/form/flaws';
import { inOptions, limit, type Parameter, type ValuesOf } from '../../../shared/form/parameters';
import { isEmpty, parseList, WrongValue } from '../../../shared/form/parse';
import { dryRun, SENDING_SETTINGS } from '../../../shared/form/settings';
import { nameFlaw } from '../../../shared/path';
import type { Run } from '../../../shared/run/operation';

const inPath = (flaw: string | undefined) => flaw && `cannot be a name: ${flaw}`;

/** None means all, so white space, which is what an expression may have left of a choice, is refused. */
const organizations: Parameter<readonly string[]> = {
	property: {
		displayName: 'Organizations',
		type: 'string',
		default: '',
		placeholder: 'e.g. acme-energy, city-lights',
		description:
			'IDs or names of the organizations to remove the user from, separated by commas, or a list from an expression. If empty: all organizations whose users you manage.',
	},
	parse(value) {
		if (isEmpty(value)) return [];
		const flaw = (name: string) => identityFlaw(name) ?? inPath(nameFlaw(name));
		const names = parseList(value, 'organizations', flaw);
		if (names.length > 0) return names;
		throw new WrongValue('names no organization: enter IDs or names, or leave it empty for all');
	},
};

export const SETTINGS = {
	organizations,
	...inOptions({
		maxChanges: limit({
			displayName: 'Max Changes',
			default: '',
			description:
				'Max number of users that the run may remove, or a share of the input items that name a user, such as 20%. Users are looked up first. If more would be removed, nothing is written.',
		}),
	}),
	...SENDING_SETTINGS,
	// A new node only looks.
	dryRun: dryRun(true),
};

export type OffboardSettings = ValuesOf<typeof SETTINGS>;

export type OffboardRun = Run<OffboardSettings>;
