import { identityFlaw } from '../../../shared/form/flaws';
import { inOptions, limit, type Parameter, type ValuesOf } from '../../../shared/form/parameters';
import { isBlank, parseList, WrongValue } from '../../../shared/form/parse';
import { dryRun, SENDING_SETTINGS } from '../../../shared/form/settings';
import type { Run } from '../../../shared/run/operation';

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
		const names = isBlank(value) ? [] : parseList(value, 'organizations', identityFlaw);
		if (isBlank(value) || names.length > 0) return names;
		throw new WrongValue('names no organization: enter IDs or names, or leave it blank');
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
