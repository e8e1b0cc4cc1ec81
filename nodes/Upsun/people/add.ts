import type { IDataObject } from 'n8n-workflow';

import { changesText, compare, isNothing } from '../../shared/form/compare';
import { Failure } from '../../shared/errors';
import { choice, flag, inOptions, type ValuesOf } from '../../shared/form/parameters';
import { SENDING_SETTINGS } from '../../shared/form/settings';
import type { RequestApi } from '../../shared/http/service';
import { listed } from '../../shared/shown';
import type { Operation } from '../../shared/run/operation';
import { apiOf } from '../pagination';
import { runEach } from '../../shared/run/runner';
import { counted } from '../../shared/run/summary';
import { nameOf } from './directory';
import { placeLocator } from './locators';
import {
	byPerson,
	emailProperty,
	getEmail,
	getPermissions,
	NOUNS,
	permissionsProperties,
	type PersonInPlace,
} from './operation';
import type { Person, Place } from './places/place';
import { type Roster, Rosters } from './roster';
import { add } from './addition';
import { change } from './write';

const IF_PRESENT = inOptions({
	ifPresent: choice({
		displayName: 'If Present',
		default: 'fail',
		choices: [
			{ name: 'Fail', value: 'fail', description: 'Give an error item' },
			{ name: 'Update', value: 'update', description: 'Replace the permissions' },
		],
		description: 'What to do about somebody who is there already, but with other permissions',
	}),
});

const RESEND = inOptions({
	resend: flag({
		displayName: 'Resend Invitation',
		default: true,
		unset: false,
		description:
			'Whether to cancel a pending invitation and send a new one. If not set, nobody gets a second email.',
	}),
});

type Settings = ValuesOf<typeof SENDING_SETTINGS> &
	Partial<ValuesOf<typeof IF_PRESENT & typeof RESEND>>;

interface Requested extends PersonInPlace {
	permissions: string[];
}

/** Compares the permissions of somebody who is there, and replaces them where that is wanted. */
async function settlePresent(
	request: RequestApi,
	roster: Roster,
	person: Person,
	{ permissions }: Requested,
	mayUpdate: boolean,
): Promise<IDataObject> {
	const { permissions: field } = roster.place;
	const { user_id } = person;
	if (!field) return { status: 'unchanged', user_id };
	const { changes, ...comparison } = compare([field], { permissions }, { ...person });
	if (isNothing(comparison)) return { status: 'unchanged', user_id };
	if (!mayUpdate) {
		const has = listed(person.permissions ?? ['permissions that Upsun does not show']) || 'none';
		throw new Failure(
			`${nameOf(person)} is in ${roster.text} already, with other permissions (${has}): set the option 'If Present' to Update to replace them`,
		);
	}
	await change(request, roster, person, permissions);
	return { status: 'applied', summary: changesText([field], changes), user_id, changes };
}

/** Somebody is added to a place, or invited: `add` of any place. */
export function addTo(place: Place): Operation<Requested, Settings> {
	const { kind, invitations, permissions } = place;
	const noun = NOUNS[kind];
	return {
		value: 'add',
		name: 'Add',
		action: `Add ${noun}`,
		description: invitations
			? `Give somebody access to ${kind === 'organization' ? 'an organization' : 'a project'}. Somebody new gets an invitation by email.`
			: 'Put a member of the organization into a team',
		properties: [placeLocator(place).property, emailProperty, ...permissionsProperties(place)],
		settings: {
			...(permissions && IF_PRESENT),
			...(invitations && RESEND),
			...SENDING_SETTINGS,
		},

		prepare: (item) => ({
			at: placeLocator(place).get(item),
			who: { email: getEmail(item) },
			permissions: getPermissions(place, item, kind === 'organization'),
		}),

		async run(run, rows) {
			const { ifPresent, resend } = run.settings;
			const rosters = new Rosters(apiOf(run), place);
			const counts = { added: 0, invited: 0 };
			const work = async (requested: Requested, request: RequestApi) => {
				const { at, who } = requested;
				const roster = rosters.at(at);
				const wished = { ...who, permissions: requested.permissions };
				const { person, ...added } = await add(request, roster, wished, resend);
				if (person) {
					const mayUpdate = ifPresent === 'update';
					return {
						...who,
						...(await settlePresent(request, roster, person, requested, mayUpdate)),
					};
				}
				if (added.status !== 'unchanged') counts[added.status]++;
				return { ...who, ...added } as IDataObject;
			};
			const outcomes = await runEach(run, rows, 'Added', work, byPerson);
			const { added, invited } = counts;
			if (invited > 0)
				run.hint(
					`${counted(invited, 'invitation')} sent${added > 0 ? `, ${counted(added, 'person')} added at once` : ''}. Further users may add licenses to the bill.`,
				);
			return outcomes;
		},
	};
}
