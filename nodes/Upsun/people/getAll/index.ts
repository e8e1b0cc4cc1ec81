import type { IDataObject } from 'n8n-workflow';

import { Failure, orFailure } from '../../../shared/errors';
import { RETURN_ALL } from '../../../shared/form/returnAll';
import { flag, inOptions, type ValuesOf } from '../../../shared/form/parameters';
import { SENDING_SETTINGS } from '../../../shared/form/settings';
import type { RequestApi } from '../../../shared/http/service';
import type { Operation, Run } from '../../../shared/run/operation';
import { runEach } from '../../../shared/run/runner';
import { counted } from '../../../shared/run/summary';
import { AccessReader } from './access';
import { filtersOf, fits } from './filters';
import { listInvitations } from '../invitations';
import { listPeople } from '../list';
import { placeLocator } from '../locators';
import { apiOf } from '../../pagination';
import { NOUNS } from '../operation';
import type { Person, Place } from '../places/place';
import { type PlaceKey, type Roster, Rosters } from '../roster';

const INCLUDE_ACCESS = inOptions({
	includeAccess: flag({
		displayName: 'Include Access',
		default: true,
		unset: false,
		description: 'Whether to add the projects that each person may reach, and their teams',
	}),
});

const INCLUDE_INVITATIONS = inOptions({
	includeInvitations: flag({
		displayName: 'Include Invitations',
		default: true,
		unset: false,
		description: 'Whether to add those who are invited, but have not come yet',
	}),
});

const parametersOf = (place: Place) => ({
	...RETURN_ALL,
	filters: filtersOf(place),
	...(place.kind === 'organization' && INCLUDE_ACCESS),
	...(place.invitations && INCLUDE_INVITATIONS),
});

type Parameters = ValuesOf<typeof RETURN_ALL> & {
	filters: ReturnType<ReturnType<typeof filtersOf>['parse']>;
	includeAccess?: boolean;
	includeInvitations?: boolean;
};

interface Requested extends Parameters {
	at: PlaceKey;
}

/** The people of a place up to the limit, and what is said about those who may be missing. */
async function listWanted(
	run: Run,
	roster: Roster,
	request: RequestApi,
	{ limit, filters }: Requested,
): Promise<Person[]> {
	let doubtful = 0;
	const keep = (person: Person) => {
		const answer = fits(filters, person);
		if (answer === undefined) doubtful++;
		return answer === true;
	};
	const api = { ...apiOf(run), request };
	const { people, gap } = await listPeople(api, roster.place, await roster.id(), { limit, keep });
	if (gap !== undefined) run.hint(`Some people of ${roster.text} may be missing: ${gap}`);
	if (doubtful > 0) {
		run.hint(
			`${counted(doubtful, 'person')} of ${roster.text} left out: Upsun does not show what the filters ask for`,
		);
	}
	return people;
}

/** Pending invitations that fit the filters; what the token may not see is said. */
async function listInvited(
	run: Run,
	roster: Roster,
	request: RequestApi,
	{ filters }: Requested,
): Promise<IDataObject[]> {
	const found = await orFailure(
		async () => await listInvitations({ request }, roster.place, await roster.id()),
	);
	if (found instanceof Failure) {
		if (found.details.httpCode !== '403') throw found;
		run.hint(`Invitations cannot be seen: ${found.message}`);
		return [];
	}
	if (found.gap !== undefined) run.hint(`Some invitations may be missing: ${found.gap}`);
	return found.invitations.flatMap(({ id, email, permissions, created_at }) => {
		const known = { email, ...(permissions && { permissions }) };
		const isWanted = fits(filters, { user_id: '', ...known });
		return isWanted ? { ...known, state: 'invited', invitation_id: id, created_at } : [];
	});
}

/** Who has access to a place: `getAll` of any place. */
export function getAllOf(place: Place): Operation<Requested> {
	const parameters = parametersOf(place);
	const noun = NOUNS[place.kind];
	return {
		value: 'getAll',
		name: 'Get Many',
		action: `Get many ${noun}s`,
		description: `List who is in ${place.kind === 'organization' ? 'an' : 'a'} ${place.kind}, with addresses and second factor`,
		properties: [placeLocator(place).property],
		parameters,
		settings: SENDING_SETTINGS,

		prepare: (item) => ({
			at: placeLocator(place).get(item),
			...(item.read(parameters) as Parameters),
		}),

		async run(run, rows) {
			const rosters = new Rosters(apiOf(run), place);
			const list = async (requested: Requested, request: RequestApi) => {
				const { at, limit = Infinity, includeAccess, includeInvitations } = requested;
				const roster = rosters.at(at);
				const people = await listWanted(run, roster, request, requested);
				const items: IDataObject[] = people.map((person) => ({ ...person }));
				if (includeAccess) {
					const organization = { id: await roster.id(), title: await roster.title() };
					const api = { ...apiOf(run), request };
					const reachOf = await new AccessReader(api, organization, people).read();
					for (const item of items) Object.assign(item, reachOf(String(item.user_id)));
				}
				if (includeInvitations && items.length < limit)
					items.push(...(await listInvited(run, roster, request, requested)));
				return items.slice(0, limit);
			};
			return await runEach(run, rows, 'Listed', list);
		},
	};
}
