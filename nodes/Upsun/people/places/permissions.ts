import type { IDataObject } from 'n8n-workflow';

import type { Field } from '../../../shared/form/fields';
import { type FieldType, sameSet, text } from '../../../shared/form/fieldTypes';
import { toList, WrongValue } from '../../../shared/form/parse';
import { asText, isRecord } from '../../../shared/objects';
import { listed, shown } from '../../../shared/shown';

interface Choice {
	name: string;
	value: string;
	description?: string;
}

/** The API's own words, with the titles of Upsun's Console. `plans` is in the specification and the CLI alone. */
const IN_ORGANIZATION: Choice[] = [
	{ name: 'Admin', value: 'admin', description: 'Everything in the organization' },
	{
		name: 'Create Projects',
		value: 'projects:create',
		description: 'Also administers the projects that they created',
	},
	{ name: 'List Projects', value: 'projects:list', description: 'See all projects by name' },
	{
		name: 'Manage Billing',
		value: 'billing',
		description: 'Invoices and payment; lists projects too',
	},
	{ name: 'Manage Plans', value: 'plans' },
	{ name: 'Manage Users', value: 'members', description: 'Add, change and remove members' },
];

const TYPES = ['Development', 'Production', 'Staging'];
const ROLES = ['Admin', 'Contributor', 'Viewer'];

const IN_PROJECT: Choice[] = [
	{ name: 'Project Admin', value: 'admin', description: 'Everything in the project; alone' },
	{
		name: 'Project Viewer',
		value: 'viewer',
		description: 'Together with what may be done in at least one type of environment',
	},
	...TYPES.flatMap((type) =>
		ROLES.map((role) => ({
			name: `${type}: ${role}`,
			value: `${type}:${role}`.toLowerCase(),
		})),
	),
].sort((a, b) => a.name.localeCompare(b.name));

const wordsOf = (choices: Choice[]) => choices.map(({ value }) => value);

/** Whoever manages billing lists projects too, whether Upsun says so or not. */
function withBrought(value: unknown): unknown[] {
	if (!Array.isArray(value)) return [value];
	return value.includes('billing') ? [...(value as unknown[]), 'projects:list'] : value;
}

/** Whether two lists mean the same: their order, and what comes twice, make no difference. */
export const samePermissions = (a: unknown, b: unknown) => sameSet(withBrought(a), withBrought(b));

interface Words {
	/** "a project" */
	place: string;
	choices: Choice[];
	/** The same list with what belongs to it. */
	complete?(permissions: string[]): string[];
	/** What a list of known words is refused for. */
	flaw?(permissions: string[]): string | undefined;
}

function typeOf({ place, choices, complete, flaw }: Words, elsewhere: Words): FieldType {
	const known = wordsOf(choices);
	const unknownFlaw = (word: string) =>
		wordsOf(elsewhere.choices).includes(word)
			? `has ${shown(word)}, which is a permission in ${elsewhere.place}, not in ${place}: use ${listed(known)}`
			: `has ${shown(word)}, which is no permission in ${place}: use ${listed(known)}`;
	return {
		control: { type: 'multiOptions', default: [], options: choices },
		column: text.column,
		parse(value) {
			const list = [...new Set(toList(value).map((word) => word.toLowerCase()))];
			if (list.length > 0 || Array.isArray(value) || /^\s*\[\s*\]\s*$/.test(asText(value)))
				return complete?.(list) ?? list;
			throw new WrongValue(
				`is ${shown(value)}, without a permission: an expression may have lost them`,
			);
		},
		flaw(value) {
			const permissions = value as string[];
			const unknown = permissions.find((word) => !known.includes(word));
			return unknown === undefined ? flaw?.(permissions) : unknownFlaw(unknown);
		},
		isSame: samePermissions,
	};
}

const isOfType = (word: string) => word.includes(':');

/** Whoever has something to do in a type of environment is a viewer of the project (Upsun's CLI). */
const withViewer = (permissions: string[]) =>
	permissions.some(isOfType) && !permissions.includes('admin')
		? [...new Set(['viewer', ...permissions])]
		: permissions;

/** A project admin has no other permission; whoever is none has something to do in a type of environment (Upsun's CLI). */
function projectFlaw(permissions: string[]): string | undefined {
	const types = permissions.filter(isOfType).map((word) => word.replace(/:.*/, ''));
	const twice = types.find((type, index) => types.indexOf(type) < index);
	if (permissions.includes('admin')) {
		return permissions.length === 1
			? undefined
			: "has 'admin' with others: an admin of the project may do everything, so choose 'admin' alone, or the others without it";
	}
	if (twice !== undefined) return `has several roles for ${twice}: choose one`;
	return types.length > 0
		? undefined
		: "has no type of environment: choose 'admin', or 'viewer' with at least one like 'production:viewer'";
}

const permissionsField = (type: FieldType, description: string): Field => ({
	name: 'permissions',
	displayName: 'Permissions',
	type,
	description,
});

const inOrganization: Words = { place: 'an organization', choices: IN_ORGANIZATION };
const inProject: Words = {
	place: 'a project',
	choices: IN_PROJECT,
	complete: withViewer,
	flaw: projectFlaw,
};

export const organizationPermissions = permissionsField(
	typeOf(inOrganization, inProject),
	'What the person may do in the organization. These replace all that the person has there.',
);

export const projectPermissions = permissionsField(
	typeOf(inProject, inOrganization),
	'What the person may do in the project: Project Admin alone, or Project Viewer with at least one type of environment. These replace all that the person has there.',
);

/** Invitations to a project have objects in the place of words like `production:viewer`. */
export function toRoles(permissions: readonly string[]): IDataObject {
	const inTypes = permissions.flatMap((word) => {
		const [type, role] = word.split(':');
		return role === undefined ? [] : [{ type, role }];
	});
	return { role: permissions.includes('admin') ? 'admin' : 'viewer', permissions: inTypes };
}

/** The specification of invitations spells one word in another way than that of members. */
const asOfMembers = (word: string) => (word === 'project:create' ? 'projects:create' : word);

/** The permissions of an invitation as words; undefined where it does not say them. */
export function fromRoles({ role, permissions }: IDataObject): string[] | undefined {
	if (!Array.isArray(permissions)) return role === 'admin' ? ['admin'] : undefined;
	const words = (permissions as unknown[]).flatMap((entry) =>
		isRecord(entry) ? `${asText(entry.type)}:${asText(entry.role)}` : asOfMembers(asText(entry)),
	);
	return [...(typeof role === 'string' ? [role] : []), ...words];
}
