import { withoutOmitted } from '../../doubts';
import type { Reply } from '../../http';
import { inProject } from '../call';
import type { Call } from '../call';
import { problem } from '../rules';

/** GET /projects/{projectId}: from the host of the project itself, and so another shape than in the lists of its organization. */
export function getProjectDetails(call: Call): Reply {
	return inProject(
		call,
		problem,
		({ id, title, createdAt, status }, { ownerId, id: organization }) => ({
			status: 200,
			body: withoutOmitted(
				{
					id,
					created_at: createdAt,
					updated_at: createdAt,
					attributes: {},
					title,
					description: '',
					// Deprecated: that of its organization.
					owner: ownerId,
					namespace: 'platformsh',
					organization,
					default_branch: 'main',
					status: { code: 'provisioned', message: status },
					timezone: 'Europe/Paris',
					region: 'eu-5.platform.sh',
					repository: { url: `${id}@git.example.com:${id}.git`, client_ssh_key: '' },
					default_domain: null,
					subscription: {},
					maintenance: {},
				},
				'read',
				call.context.options,
			),
		}),
	);
}
