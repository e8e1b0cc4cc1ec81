import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { apiFailure } from '../../shared/errors';
import { emailFlaw } from '../../shared/form/flaws';
import type { ItemParameters } from '../../shared/form/itemParameters';
import {
	isBlank,
	parseIdentity,
	parseNamed,
	parseNumber,
	WrongValue,
} from '../../shared/form/parse';
import { SENDING_SETTINGS } from '../../shared/form/settings';
import { nameKey } from '../../shared/nameKey';
import { asRecord, asText } from '../../shared/objects';
import type { Operation } from '../../shared/run/operation';
import { apiOf } from '../pagination';
import { runEach } from '../../shared/run/runner';
import { shown } from '../../shared/shown';
import { fetchInvitations } from '../people/invitations';
import { type InvitedTo, placeOfInvitations, placesOf } from './place';

/** All that an invitation can be. */
const STATES = ['pending', 'processing', 'accepted', 'cancelled', 'error'];

const ALL = 'all';

/** Which invitations are wanted. */
interface Filters {
	states: readonly string[];
	email?: string;
	/** Milliseconds; those that were sent before. */
	before?: number;
}

const filtersProperty: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	options: [
		{
			displayName: 'Email',
			name: 'email',
			type: 'string',
			default: '',
			placeholder: 'e.g. name@email.com',
			description: 'The address that was invited. Upper and lower case are the same.',
		},
		{
			displayName: 'Older Than (Days)',
			name: 'olderThanDays',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 30,
			description: 'Only invitations that were sent longer ago than this',
		},
		{
			displayName: 'State',
			name: 'state',
			type: 'options',
			options: [
				{ name: 'Accepted', value: 'accepted' },
				{ name: 'Any', value: ALL },
				{ name: 'Cancelled', value: 'cancelled' },
				{ name: 'Error', value: 'error' },
				{ name: 'Pending', value: 'pending' },
				{ name: 'Processing', value: 'processing' },
			],
			default: 'pending',
			description: 'What has become of the invitations. If not set: those that are pending.',
		},
	],
};

const DAY_MS = 24 * 60 * 60 * 1000;

function parseStates(value: unknown): readonly string[] {
	if (value === ALL) return STATES;
	if (STATES.includes(String(value))) return [String(value)];
	const choices = [ALL, ...STATES].map(shown).join(', ');
	throw new WrongValue(`is ${shown(value)}: it has to be one of ${choices}`);
}

/** @throws Failure that names the filter; a filter that an expression has emptied would widen the list */
function getFilters(item: ItemParameters): Filters {
	const { state = 'pending', email, olderThanDays } = asRecord(item.get('filters', {}));
	const isSet = (name: string) => name in asRecord(item.raw('filters', {}));
	const parse = <T>(title: string, value: unknown, parseIt: () => T): T =>
		parseNamed(`The filter '${title}'`, () => {
			if (isBlank(value)) throw new WrongValue('is empty: enter a value, or remove the filter');
			return parseIt();
		});
	return {
		states: parse('State', state, () => parseStates(state)),
		...(isSet('email') && {
			email: parse('Email', email, () => parseIdentity(email, emailFlaw)),
		}),
		...(isSet('olderThanDays') && {
			before: parse(
				'Older Than (Days)',
				olderThanDays,
				() => Date.now() - parseNumber(olderThanDays, { min: 0 }) * DAY_MS,
			),
		}),
	};
}

const isWanted = (invitation: IDataObject, { email, before }: Filters) =>
	(email === undefined || nameKey(asText(invitation.email)) === nameKey(email)) &&
	(before === undefined || Date.parse(asText(invitation.created_at)) < before);

/** `GET …/invitations`: open doors, and who was asked when. */
export const getAll: Operation<InvitedTo & { filters: Filters }> = {
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many invitations',
	description: 'List the invitations to an organization or a project',
	properties: [...placeOfInvitations.properties, filtersProperty],
	settings: SENDING_SETTINGS,

	prepare: (item) => ({ ...placeOfInvitations.get(item), filters: getFilters(item) }),

	async run(run, rows) {
		const places = placesOf(apiOf(run));
		return await runEach(run, rows, 'Read', async ({ filters, ...invited }, request) => {
			const roster = places(invited);
			const id = await roster.id();
			const { states } = filters;
			const { entries, gap } = await fetchInvitations({ request }, roster.place, id, states);
			if (gap !== undefined)
				throw apiFailure(`Could not list the invitations of ${roster.text} to their end: ${gap}`);
			return entries.filter((entry) => isWanted(entry, filters));
		});
	},
};
