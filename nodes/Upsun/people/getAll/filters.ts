import type { INodeProperties } from 'n8n-workflow';

import type { Parameter } from '../../../shared/form/parameters';
import { isBlank, parseBoolean, parseNamed, WrongValue } from '../../../shared/form/parse';
import { isRecord } from '../../../shared/objects';
import { listed, shown } from '../../../shared/shown';
import { EMAIL_ENDS_WITH, endsWith, parseEmailEnd } from '../../../shared/sync/scope';
import type { Person, Place } from '../places/place';

/** Whether somebody is wanted; undefined where Upsun does not say what it takes to know. */
export type Filter = (person: Person) => boolean | undefined;

/** A condition on people. */
interface Condition {
	property: INodeProperties;
	/** @throws WrongValue */
	parse(value: unknown): Filter;
}

type Choices = Array<{ name: string; value: string }>;

const oneOf = (choices: Choices, value: unknown) => {
	const known = choices.map((choice) => choice.value);
	if (known.includes(String(value))) return String(value);
	throw new WrongValue(`is ${shown(value)}: it has to be one of ${listed(known)}`);
};

const LEVELS: Choices = [
	{ name: 'Admin', value: 'admin' },
	{ name: 'Viewer', value: 'viewer' },
];

const emailEndsWith: Condition = {
	property: EMAIL_ENDS_WITH,
	parse(value) {
		const end = parseEmailEnd(value);
		return ({ email }) => (email === undefined ? undefined : endsWith(email, end));
	},
};

const mfaEnabled: Condition = {
	property: {
		displayName: 'Has Second Factor',
		name: 'mfaEnabled',
		type: 'boolean',
		default: false,
		description: 'Whether to return people who sign in with a second factor, or those who do not',
	},
	parse(value) {
		const wanted = parseBoolean(value);
		return ({ mfa_enabled }) => (mfa_enabled === undefined ? undefined : mfa_enabled === wanted);
	},
};

const level: Condition = {
	property: {
		displayName: 'Level',
		name: 'level',
		type: 'options',
		options: LEVELS,
		default: 'admin',
		description: 'Only people with this level in the organization',
	},
	parse(value) {
		const wanted = oneOf(LEVELS, value);
		return (person) => (person.level === undefined ? undefined : person.level === wanted);
	},
};

function permission(choices: Choices): Condition {
	const [{ value: first }] = choices;
	return {
		property: {
			displayName: 'Permission',
			name: 'permission',
			type: 'options',
			options: choices,
			default: first,
			description: 'Only people who have this permission',
		},
		parse(value) {
			const wanted = oneOf(choices, value);
			return ({ permissions }) => permissions?.includes(wanted);
		},
	};
}

/** Those that the people of a place can be told apart by, in the alphabetical order of their titles. */
function conditionsOf({ kind, permissions }: Place): Condition[] {
	const choices = (permissions?.type.control.options ?? []) as Choices;
	return [
		emailEndsWith,
		mfaEnabled,
		...(kind === 'organization' ? [level] : []),
		...(permissions ? [permission(choices)] : []),
	];
}

/** The conditions that an item sets. Upsun's own filters are not used: all pages are read in any case, and what is checked here holds. */
export function filtersOf(place: Place): Parameter<Filter[]> {
	const conditions = conditionsOf(place);
	return {
		property: {
			displayName: 'Filters',
			type: 'collection',
			placeholder: 'Add filter',
			default: {},
			options: conditions.map(({ property }) => property),
		},
		parse(value) {
			if (!isRecord(value)) throw new WrongValue('has to be an object of filters and values');
			return conditions.flatMap(({ property: { name, displayName }, parse }) => {
				if (!(name in value)) return [];
				const entered = value[name];
				return parseNamed(`The filter '${displayName}'`, () => {
					if (!isBlank(entered)) return parse(entered);
					throw new WrongValue('is empty: enter a value, or remove the filter');
				});
			});
		},
	};
}

/** Whether somebody fits all of them; undefined where that is not known. */
export function fits(filters: readonly Filter[], person: Person): boolean | undefined {
	const answers = filters.map((filter) => filter(person));
	if (answers.includes(false)) return false;
	return answers.includes(undefined) ? undefined : true;
}
