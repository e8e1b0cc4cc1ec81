import { path } from '../../../shared/path';
import { projectPermissions, toRoles } from './permissions';
import type { Place } from './place';

export const project: Place = {
	kind: 'project',
	path: (id) => path`/projects/${id}`,
	people: (id) => path`/projects/${id}/user-access`,
	pageSize: 200,
	ownerIn: 'owner',
	organizationIn: 'organization',
	permissions: projectPermissions,
	invitations: (id) => ({
		list: path`/projects/${id}/invitations`,
		body: (email, permissions, force) => ({ email, ...toRoles(permissions), force }),
	}),
	grant: (user_id, permissions) => [{ user_id, permissions, auto_add_member: false }],
};
