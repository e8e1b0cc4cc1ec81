import { path } from '../../../shared/path';
import { organizationPermissions } from './permissions';
import type { Place } from './place';

export const organization: Place = {
	kind: 'organization',
	path: (id) => path`/organizations/${id}`,
	people: (id) => path`/organizations/${id}/members`,
	pageSize: 100,
	ownerIn: 'owner_id',
	permissions: organizationPermissions,
	invitations: (id) => ({
		list: path`/organizations/${id}/invitations`,
		body: (email, permissions, force) => ({ email, permissions, force }),
	}),
};
