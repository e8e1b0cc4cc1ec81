import type { Resource } from '../shared/run/operation';
import { invitationOperations } from './invitation';
import { peopleOperations } from './people';
import { organization } from './people/places/organization';
import type { Place } from './people/places/place';
import { project } from './people/places/project';
import { team } from './people/places/team';
import { userOperations } from './user';

/** What a new node begins with: it reads, and does no harm. */
const GET_MANY = 'getAll';

/** The people of a place. */
const peopleOf = (place: Place, name: string, value: string): Resource => ({
	...{ name, value },
	operations: peopleOperations(place),
	initial: GET_MANY,
});

/** What the node works on. */
export const resources: readonly Resource[] = [
	{ name: 'User', value: 'user', operations: userOperations, initial: 'update' },
	peopleOf(organization, 'Organization Member', 'organizationMember'),
	peopleOf(project, 'Project User', 'projectUser'),
	peopleOf(team, 'Team Member', 'teamMember'),
	{
		name: 'Invitation',
		value: 'invitation',
		operations: invitationOperations,
		initial: GET_MANY,
	},
];
