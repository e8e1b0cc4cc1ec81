import type { INodeProperties } from 'n8n-workflow';

import type { ItemParameters } from '../../shared/form/itemParameters';
import { choice } from '../../shared/form/parameters';
import { placeLocator } from '../people/locators';
import { organization } from '../people/places/organization';
import type { Place } from '../people/places/place';
import { project } from '../people/places/project';
import { type PlaceKey, type Roster, Rosters } from '../people/roster';
import type { Api } from '../pagination';

/** Where people are invited to. */
const PLACES = { organization, project };

const of = choice<keyof typeof PLACES>({
	displayName: 'Of',
	noDataExpression: true,
	default: 'organization',
	choices: [
		{ name: 'Organization', value: 'organization' },
		{ name: 'Project', value: 'project' },
	],
	description: 'Whether the invitations are to an organization or to a project',
});

const shownFor = (place: Place): INodeProperties => ({
	...placeLocator(place).property,
	displayOptions: { show: { of: [place.kind] } },
});

export interface InvitedTo {
	place: Place;
	where: PlaceKey;
}

/** The place of the invitations. */
export const placeOfInvitations = {
	properties: [
		{ ...of.property, name: 'of', required: true },
		...Object.values(PLACES).map(shownFor),
	] as INodeProperties[],

	/** @throws Failure that names the parameter */
	get(item: ItemParameters): InvitedTo {
		const place = PLACES[item.read({ of }).of];
		return { place, where: placeLocator(place).get(item) };
	},
};

/** Finds the places of the rows of a run, each once. */
export function placesOf(api: Api): (invited: InvitedTo) => Roster {
	const rosters = new Map<Place, Rosters>();
	return ({ place, where }) => {
		const known = rosters.get(place) ?? new Rosters(api, place);
		rosters.set(place, known);
		return known.at(where);
	};
}
