import { apiFailure, Failure } from '../../shared/errors';
import { changesText, compare, isNothing } from '../../shared/form/compare';
import { SENDING_SETTINGS } from '../../shared/form/settings';
import type { RequestApi } from '../../shared/http/service';
import type { Operation } from '../../shared/run/operation';
import { runEach } from '../../shared/run/runner';
import { apiOf } from '../pagination';
import { nameOf, theOne, type Who } from './directory';
import { personLocator, placeLocator } from './locators';
import {
	byPerson,
	getPermissions,
	getPerson,
	NOUNS,
	permissionsProperties,
	type PersonInPlace,
} from './operation';
import type { Person, Place } from './places/place';
import { type Roster, Rosters } from './roster';
import { change, refuseProtected } from './write';

interface Requested extends PersonInPlace {
	permissions: string[];
}

/**
 * Somebody who has to be there.
 * @throws Failure that says who is not, or cannot be seen
 */
async function theMember(roster: Roster, who: Who): Promise<Person> {
	const { directory, gap } = await roster.people();
	const person = theOne(directory, who);
	if (person) return person;
	if (gap === undefined) throw new Failure(`${nameOf(who)} is not in ${roster.text}`);
	throw apiFailure(`Could not find ${nameOf(who)} in ${roster.text}: ${gap}`);
}

/** The permissions of somebody are replaced: `update` of a place where people have some. */
export function updateIn(place: Place): Operation<Requested> {
	const noun = NOUNS[place.kind];
	const fields = place.permissions ? [place.permissions] : [];
	return {
		value: 'update',
		name: 'Update',
		action: `Update ${noun}`,
		description: `Replace what one person may do in ${place.kind === 'organization' ? 'an organization' : 'a project'}`,
		properties: [
			placeLocator(place).property,
			personLocator.property,
			...permissionsProperties(place),
		],
		settings: SENDING_SETTINGS,

		prepare: (item) => ({
			...getPerson(place, item),
			permissions: getPermissions(place, item, false),
		}),

		async run(run, rows) {
			const rosters = new Rosters(apiOf(run), place);
			const work = async ({ at, who, permissions }: Requested, request: RequestApi) => {
				const roster = rosters.at(at);
				const person = await theMember(roster, who);
				await refuseProtected(roster, person);
				const { changes, ...comparison } = compare(fields, { permissions }, { ...person });
				const isSame = isNothing(comparison);
				if (!isSame) await change(request, roster, person, permissions);
				const { user_id, email } = person;
				return {
					...(email !== undefined && { email }),
					status: isSame ? 'unchanged' : 'applied',
					summary: changesText(fields, changes),
					user_id,
					changes,
				};
			};
			return await runEach(run, rows, 'Updated', work, byPerson);
		},
	};
}
