import { apiFailure, Failure, orFailure } from '../../shared/errors';
import { pick } from '../../shared/form/simplify';
import { SENDING_SETTINGS } from '../../shared/form/settings';
import type { RequestApi } from '../../shared/http/service';
import type { Operation, Run } from '../../shared/run/operation';
import { runEach } from '../../shared/run/runner';
import { apiOf } from '../pagination';
import { nameOf, theOne, type Who } from './directory';
import { personLocator, placeLocator } from './locators';
import { byPerson, getPerson, NOUNS, type PersonInPlace } from './operation';
import type { Place } from './places/place';
import { type Invited, type Roster, Rosters } from './roster';
import { remove } from './write';

const DESCRIPTIONS: Record<Place['kind'], string> = {
	organization: 'Take one person out of an organization, and so out of all its projects',
	project: 'Take away what one person was given in a project',
	team: 'Take one person out of a team. The person stays in the organization.',
};

/** An open invitation lets somebody in, again or for the first time. */
function hintAtInvitation(
	{ hint }: Pick<Run, 'hint'>,
	roster: Roster,
	who: Who,
	{ directory }: Invited,
): void {
	if (directory.find({ email: who.email }).length === 0) return;
	hint(
		`${nameOf(who)} is not in ${roster.text} now, but may come in by a pending invitation: cancel it with the resource Invitation`,
	);
}

/** Somebody is taken out of a place: `remove` of any place. */
export const removeFrom = (place: Place): Operation<PersonInPlace> => ({
	value: 'remove',
	name: 'Remove',
	action: `Remove ${NOUNS[place.kind]}`,
	description: DESCRIPTIONS[place.kind],
	properties: [placeLocator(place).property, personLocator.property],
	settings: SENDING_SETTINGS,

	prepare: (item) => getPerson(place, item),

	async run(run, rows) {
		const rosters = new Rosters(apiOf(run), place);
		const work = async ({ at, who }: PersonInPlace, request: RequestApi) => {
			const roster = rosters.at(at);
			const { directory, gap, hidden } = await roster.people();
			const person = theOne(directory, who);
			if (person) {
				const { removed } = await remove(request, roster, person);
				const invited = await orFailure(async () => await roster.invitations());
				if (!(invited instanceof Failure)) hintAtInvitation(run, roster, person, invited);
				return { removed, ...pick({ ...person }, ['user_id', 'email', 'permissions']) };
			}
			const unclear = gap ?? (who.email !== undefined ? hidden : undefined);
			if (unclear !== undefined)
				throw apiFailure(`Could not tell whether ${nameOf(who)} is in ${roster.text}: ${unclear}`);
			hintAtInvitation(run, roster, who, await roster.invitations());
			return { removed: false, ...who };
		};
		return await runEach(run, rows, 'Removed', work, byPerson);
	},
});
