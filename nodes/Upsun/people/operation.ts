import type { ItemParameters } from '../../shared/form/itemParameters';
import { emailAddress } from '../../shared/form/fieldTypes';
import { type Field, fieldProperty } from '../../shared/form/fields';
import { parseFields } from '../../shared/form/fieldValues';
import { Failure } from '../../shared/errors';
import { nameKey } from '../../shared/nameKey';
import type { Who } from './directory';
import { personLocator, placeLocator } from './locators';
import type { Place } from './places/place';
import type { PlaceKey } from './roster';

/** What somebody is called in a place: `organization member`. */
export const NOUNS: Record<Place['kind'], string> = {
	organization: 'organization member',
	project: 'project user',
	team: 'team member',
};

/** An item that names a person in a place. */
export interface PersonInPlace {
	at: PlaceKey;
	who: Who;
}

/** @throws Failure that names the parameter */
export function getPerson(place: Place, item: ItemParameters): PersonInPlace {
	const at = placeLocator(place).get(item);
	const { by, value } = personLocator.get(item);
	return { at, who: by === 'id' ? { user_id: value } : { email: value } };
}

/** Rows of one person are processed in order. */
export const byPerson = {
	keyOf: ({ at, who: { user_id, email = '' } }: PersonInPlace) =>
		`${at.by} ${at.value} ${user_id ?? nameKey(email)}`,
	wayOf: ({ at, who }: PersonInPlace) => `${at.by} ${String('user_id' in who)}`,
};

const address: Field = {
	displayName: 'Email',
	name: 'email',
	type: emailAddress,
	placeholder: 'e.g. name@email.com',
	description: 'The address of the person. Somebody who is known at Upsun is found by it.',
};

export const emailProperty = { ...fieldProperty(address), required: true };

/** @throws Failure that names the parameter */
export const getEmail = (item: ItemParameters): string =>
	String(parseFields([address], { email: item.get('email') }, item.redactor).email);

/** The list of permissions; none for a place where people have none of their own. */
export const permissionsProperties = ({ permissions }: Place) =>
	permissions ? [fieldProperty(permissions)] : [];

/** Nothing was chosen in the form. An expression may give an empty list, which is one. */
const isLeftBlank = (raw: unknown) => Array.isArray(raw) && raw.length === 0;

/**
 * @param mayBeBlank whether choosing nothing means none
 * @throws Failure that names the parameter
 */
export function getPermissions(place: Place, item: ItemParameters, mayBeBlank: boolean): string[] {
	const { permissions: field } = place;
	if (!field) return [];
	if (!mayBeBlank && isLeftBlank(item.raw('permissions', []))) {
		throw new Failure(
			"'Permissions' is left blank, and replaces all that the person has: choose some, or enter the expression {{ [] }} for none",
		);
	}
	const entered = { permissions: item.get('permissions', []) };
	return parseFields([field], entered, item.redactor).permissions as string[];
}
