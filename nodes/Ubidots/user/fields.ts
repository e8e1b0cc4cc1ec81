import type { Field } from '../../shared/form/fields';
import {
	boolean,
	caseless,
	emailAddress,
	identity,
	integer,
	secret,
	text,
	webAddress,
} from '../../shared/form/fieldTypes';
import { listOrEntry } from '../../shared/form/resourceLocator';
import { contactMethods, properties, reference, tags } from './fieldTypes';
import { ORGANIZATIONS } from './organizations/memberships';

const MOST_TAGS = 20;
const LONGEST_TAG = 50;

/** The limits of the bulk page: what is wrong with these tags, as the end of a sentence. */
export function checkTags(value: unknown): string | undefined {
	const list = value as string[];
	if (list.length > MOST_TAGS) return `has ${list.length} tags: at most ${MOST_TAGS} are allowed`;
	const long = list.find((tag) => [...tag].length > LONGEST_TAG);
	return long === undefined
		? undefined
		: `has a tag of ${[...long].length} characters ('${long.slice(0, 20)}…'): at most ${LONGEST_TAG} are allowed`;
}

/**
 * All body parameters of a user, in the order of the API pages. `empty` is the default in the tables of these pages, the only
 * documented empty value.
 */
export const USER_FIELDS: readonly Field[] = [
	{
		name: 'username',
		displayName: 'Username',
		type: identity,
		description: 'Name to sign in with. Ubidots asks for letters, digits and dashes only.',
		placeholder: 'e.g. jane-doe',
		consequence: () => 'renamed',
	},
	{
		name: 'password',
		displayName: 'Password',
		type: secret,
		description: 'Password to sign in with',
	},
	{
		name: 'firstName',
		displayName: 'First Name',
		type: text,
		description: 'First name of the user',
		placeholder: 'e.g. Jane',
		empty: '',
	},
	{
		name: 'lastName',
		displayName: 'Last Name',
		type: text,
		description: 'Last name of the user',
		placeholder: 'e.g. Doe',
		empty: '',
	},
	{
		name: 'email',
		displayName: 'Email',
		type: emailAddress,
		description: 'Email address of the user',
		placeholder: 'e.g. name@email.com',
	},
	{
		name: 'defaultOrganization',
		displayName: 'Default Organization',
		type: reference('id'),
		control: listOrEntry('searchOrganizations', 'id', 'e.g. 62b4eb3519cd98007bf410bf'),
		description: 'Organization that the user sees first',
		empty: null,
	},
	{
		name: 'defaultRole',
		displayName: 'Default Role',
		type: reference('label'),
		control: listOrEntry('searchRoles', 'label', 'e.g. viewer'),
		description: 'Role that the user has by default',
		empty: null,
	},
	{
		name: 'defaultDashboard',
		displayName: 'Default Dashboard',
		type: reference('id'),
		control: listOrEntry('searchDashboards', 'id', 'e.g. 5f0c8a1d2e3b4c5d6e7f8091'),
		description: 'Dashboard that the user sees first',
		empty: null,
	},
	{
		name: 'language',
		displayName: 'Language',
		type: caseless,
		description: 'Language of the user interface, as language and region',
		placeholder: 'e.g. es-ES',
		empty: null,
	},
	{
		name: 'website',
		displayName: 'Website',
		type: webAddress,
		description: 'Website of the user',
		placeholder: 'e.g. https://www.example.com',
		empty: '',
	},
	{
		name: 'timezone',
		displayName: 'Time Zone',
		type: text,
		control: listOrEntry('searchTimeZones', 'name', 'e.g. America/Bogota'),
		description: 'Time zone of the user',
		empty: null,
	},
	{
		name: 'decimalPlaces',
		displayName: 'Decimal Places',
		type: integer,
		description: 'How many decimal places numbers are shown with',
		control: { default: 2 },
		empty: null,
	},
	{
		name: 'numberFormat',
		displayName: 'Number Format',
		type: text,
		description: 'How numbers are written, in the notation of Ubidots',
		empty: null,
	},
	{
		name: 'isActive',
		displayName: 'Is Active',
		type: boolean,
		description: 'Whether the user can sign in',
		consequence: (to) => (to === false ? 'deactivated' : undefined),
	},
	{
		name: 'tags',
		displayName: 'Tags',
		type: tags,
		description:
			'All tags of the user, separated by commas, or a list from an expression. They replace the current tags. At most 20 tags of up to 50 characters each.',
		placeholder: 'e.g. north, night shift',
		check: checkTags,
		empty: [],
	},
	{
		name: 'contactMethods',
		displayName: 'Contact Methods',
		type: contactMethods,
		description: 'How the user is contacted. The list replaces the current one.',
		placeholder: 'Add contact method',
		empty: [],
	},
	{
		name: 'properties',
		displayName: 'Properties',
		type: properties,
		description: 'Custom properties, as a JSON object',
	},
];

/** Changes to a user's tags, which decide what a user may see: the others stay. An empty value changes nothing. */
export const TAG_EDITS: readonly Field[] = [
	{
		name: 'tagsToAdd',
		displayName: 'Tags to Add',
		type: tags,
		description:
			'Tags to give the user besides the current ones, separated by commas, or a list from an expression. The user is read first.',
		placeholder: 'e.g. north, night shift',
		check: checkTags,
		empty: [],
	},
	{
		name: 'tagsToRemove',
		displayName: 'Tags to Remove',
		type: tags,
		description:
			'Tags to take from the user, separated by commas, or a list from an expression. The user is read first, and keeps all others.',
		placeholder: 'e.g. north, night shift',
		empty: [],
	},
];

/** What an update can write. */
export const UPDATE_FIELDS: readonly Field[] = [...USER_FIELDS, ...TAG_EDITS];

/** What a plan may have: Sync writes organizations too. */
export const PLAN_FIELDS: readonly Field[] = [...USER_FIELDS, ORGANIZATIONS];
