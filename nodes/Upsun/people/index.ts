import type { AnyOperation, Resource } from '../../shared/run/operation';
import { addTo } from './add';
import { getAllOf } from './getAll';
import { organization } from './places/organization';
import type { Place } from './places/place';
import { project } from './places/project';
import { team } from './places/team';
import { removeFrom } from './remove';
import { updateIn } from './update';

/** What can be done with the people of a place. */
const operationsOf = (place: Place): AnyOperation[] => [
	addTo(place),
	getAllOf(place),
	removeFrom(place),
	...(place.permissions ? [updateIn(place)] : []),
];

const resource = (name: string, value: string, place: Place): Resource => ({
	name,
	value,
	operations: operationsOf(place),
	initial: 'getAll',
});

/** The people of organizations, projects and teams. */
export const peopleResources: readonly Resource[] = [
	resource('Organization Member', 'organizationMember', organization),
	resource('Project User', 'projectUser', project),
	resource('Team Member', 'teamMember', team),
];
