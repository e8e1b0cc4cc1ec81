import type { IDataObject } from 'n8n-workflow';

import { apiFailure } from '../shared/errors';
import { asText } from '../shared/objects';
import { idSegment, path } from '../shared/path';
import { type Api, readPages } from './pagination';
import { fetchReferences, referenceLinks } from './references';

const CANNOT_SEE =
	'the account behind the token is not allowed to see what this user can access, which does not mean that there is nothing';

/**
 * `GET /users/{user_id}/extended-access`: all organizations and projects of a user, by whichever way. `title` is null where it is not known.
 * @throws Failure also when the list cannot be read whole
 */
export async function fetchGrants(api: Api, userId: string): Promise<IDataObject[]> {
	const purpose = `list what the user '${userId}' can access`;
	const list = {
		path: path`/users/${idSegment(userId)}/extended-access`,
		purpose,
		advice: { 403: CANNOT_SEE },
	};
	const entries: IDataObject[] = [];
	const links: string[] = [];
	const gap = await readPages(api, list, (fresh, page) => {
		entries.push(...fresh);
		links.push(...referenceLinks(page, 'projects'), ...referenceLinks(page, 'organizations'));
	});
	if (gap !== undefined) throw apiFailure(`Could not ${purpose} to its end: ${gap}`);
	const { byId } = await fetchReferences(api, links, purpose);
	const titleOf = (id: unknown) => {
		const { title, label, name } = byId.get(asText(id).toLowerCase()) ?? {};
		return [title, label, name].map(asText).find(Boolean) ?? null;
	};
	return entries.map(
		({ user_id, resource_type, resource_id, organization_id, permissions, granted_at }) => ({
			...{ user_id, resource_type, resource_id, title: titleOf(resource_id) },
			...{ organization_id, permissions, granted_at },
		}),
	);
}
