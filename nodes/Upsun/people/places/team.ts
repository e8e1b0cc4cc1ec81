import { path } from '../../../shared/path';
import type { Place } from './place';

export const team: Place = {
	kind: 'team',
	path: (id) => path`/teams/${id}`,
	people: (id) => path`/teams/${id}/members`,
	organizationIn: 'organization_id',
	grant: (user_id) => ({ user_id }),
};
