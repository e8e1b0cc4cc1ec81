import type { Resource } from '../shared/run/operation';
import { peopleOperations } from './people';
import { organization } from './people/places/organization';
import { project } from './people/places/project';
import { team } from './people/places/team';
import { userOperations } from './user';

/** What the node works on. */
export const resources: readonly Resource[] = [
	{ name: 'User', value: 'user', operations: userOperations, initial: 'update' },
	{
		name: 'Organization Member',
		value: 'organizationMember',
		operations: peopleOperations(organization),
		initial: 'getAll',
	},
	{
		name: 'Project User',
		value: 'projectUser',
		operations: peopleOperations(project),
		initial: 'getAll',
	},
	{
		name: 'Team Member',
		value: 'teamMember',
		operations: peopleOperations(team),
		initial: 'getAll',
	},
];
