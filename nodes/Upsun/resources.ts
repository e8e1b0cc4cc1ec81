import type { Resource } from '../shared/run/operation';
import { invitationOperations } from './invitation';
import { peopleOperations } from './people';
import { organization } from './people/places/organization';
import { project } from './people/places/project';
import { team } from './people/places/team';
import { userOperations } from './user';

/** Reads, and does no harm. */
const GET_MANY = 'getAll';

/** What the node works on. */
export const resources: readonly Resource[] = [
	{ name: 'User', value: 'user', operations: userOperations, initial: 'update' },
	{
		name: 'Organization Member',
		value: 'organizationMember',
		operations: peopleOperations(organization),
		initial: GET_MANY,
	},
	{
		name: 'Project User',
		value: 'projectUser',
		operations: peopleOperations(project),
		initial: GET_MANY,
	},
	{
		name: 'Team Member',
		value: 'teamMember',
		operations: peopleOperations(team),
		initial: GET_MANY,
	},
	{
		name: 'Invitation',
		value: 'invitation',
		operations: invitationOperations,
		initial: GET_MANY,
	},
];
