import type { Resource } from '../shared/run/operation';
import { peopleOperations } from './people';
import { organization } from './people/places/organization';
import type { Place } from './people/places/place';
import { project } from './people/places/project';
import { team } from './people/places/team';
import { userOperations } from './user';

/** The people of a place. A new node lists them. */
const peopleOf = (place: Place, name: string, value: string): Resource => ({
	...{ name, value },
	operations: peopleOperations(place),
	initial: 'getAll',
});

/** What the node works on. */
export const resources: readonly Resource[] = [
	{ name: 'User', value: 'user', operations: userOperations, initial: 'update' },
	peopleOf(organization, 'Organization Member', 'organizationMember'),
	peopleOf(project, 'Project User', 'projectUser'),
	peopleOf(team, 'Team Member', 'teamMember'),
];
