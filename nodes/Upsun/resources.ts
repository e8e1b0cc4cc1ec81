import type { AnyOperation, Resource } from '../shared/run/operation';
import { invitationOperations } from './invitation';
import { peopleOperations } from './people';
import { organization } from './people/places/organization';
import { project } from './people/places/project';
import { team } from './people/places/team';
import { userOperations } from './user';

/** One whose new node lists what is there. */
const listed = (name: string, value: string, operations: readonly AnyOperation[]): Resource => ({
	...{ name, value, operations },
	initial: 'getAll',
});

/** What the node works on. The people of all three kinds of place have the operations in `people/`; what differs is in `people/places/`. */
export const resources: readonly Resource[] = [
	{ name: 'User', value: 'user', operations: userOperations, initial: 'update' },
	listed('Organization Member', 'organizationMember', peopleOperations(organization)),
	listed('Project User', 'projectUser', peopleOperations(project)),
	listed('Team Member', 'teamMember', peopleOperations(team)),
	listed('Invitation', 'invitation', invitationOperations),
];
