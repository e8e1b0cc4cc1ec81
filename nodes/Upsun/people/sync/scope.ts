import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Parameter } from '../../../shared/form/parameters';
import { parseNamed, WrongValue } from '../../../shared/form/parse';
import { asText } from '../../../shared/objects';
import { shown } from '../../../shared/shown';
import {
	checkScope,
	EMAIL_ENDS_WITH,
	endsWith,
	everyUser,
	parseConditions,
	parseEmailEnd,
} from '../../../shared/sync/scope';
import type { Person, Place } from '../places/place';

/** Whom a list is about. */
export interface Scope {
	readonly emailEndsWith?: string;
	/** One of the place's own words. */
	readonly permission?: string;
}

/** Whether somebody is in the scope; undefined where Upsun does not show what that depends on. */
export function isInScope(
	{ emailEndsWith, permission }: Scope,
	{ email, permissions }: Pick<Person, 'email' | 'permissions'>,
): boolean | undefined {
	const isOfEnd = emailEndsWith === undefined || (email && endsWith(email, emailEndsWith));
	const isAllowed = permission === undefined || permissions?.includes(permission);
	if (isOfEnd === false || isAllowed === false) return false;
	return isOfEnd && isAllowed ? true : undefined;
}

/** The condition on what people may do, where they may do different things. */
const permissionCondition = ({ permissions }: Place): INodeProperties[] =>
	permissions
		? [
				{
					displayName: 'Permission',
					name: 'permission',
					type: 'options',
					default: '',
					description: 'Only users that have this permission',
					options: permissions.type.control.options,
				},
			]
		: [];

function parsePermission({ permissions }: Place, { permission }: IDataObject): string | undefined {
	if (permission === undefined || !permissions) return undefined;
	const { options = [] } = permissions.type.control;
	return parseNamed("The condition 'Permission'", () => {
		const word = asText(permission).trim().toLowerCase();
		if (options.some((one) => 'value' in one && one.value === word)) return word;
		throw new WrongValue(`is ${shown(permission)}: choose one of the permissions in the list`);
	});
}

/** The users whom the list of a place covers. */
export function scopeOf(place: Place): Parameter<Scope> {
	const conditions = [
		EMAIL_ENDS_WITH,
		everyUser(`Whether the list covers all users of the ${place.kind}`),
		...permissionCondition(place),
	];
	return {
		property: {
			displayName: 'Scope',
			type: 'collection',
			placeholder: 'Add condition',
			default: {},
			description:
				'Which users the list covers. Only they can be leavers. A user must meet all conditions.',
			options: conditions,
		},
		parse(value) {
			const set = parseConditions(value, conditions);
			const permission = parsePermission(place, set);
			const emailEndsWith =
				set.emailEndsWith === undefined
					? undefined
					: parseNamed("The condition 'Email Ends With'", () => parseEmailEnd(set.emailEndsWith));
			const isLimited = emailEndsWith !== undefined || permission !== undefined;
			const ways = place.permissions ? 'email address or permission' : 'email address';
			checkScope(set, isLimited, ways);
			return { emailEndsWith, permission };
		},
	};
}
