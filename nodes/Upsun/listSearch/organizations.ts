import type { IDataObject } from 'n8n-workflow';

import { orFailure } from '../../shared/errors';
import { path } from '../../shared/path';
import { type Api, getLink, readPages } from '../pagination';
import { cannotSee } from '../people/advice';

/** A picker has to be fast. */
const MOST_ORGANIZATIONS = 20;

/**
 * The first page of the organizations; none where the token is not allowed to see any.
 * @param nouns what is listed of them: "members"
 * @param gaps learns why some are left out
 * @throws Failure when they cannot be fetched for another reason
 */
export async function fetchOrganizations(
	api: Api,
	nouns: string,
	purpose: string,
	gaps: Set<string>,
): Promise<IDataObject[]> {
	const organizations: IDataObject[] = [];
	const failed = await orFailure(async () => {
		await readPages(api, { path: path`/organizations`, purpose }, (entries, page) => {
			organizations.push(...entries.slice(0, MOST_ORGANIZATIONS));
			if (entries.length > MOST_ORGANIZATIONS || getLink(page, 'next') !== undefined)
				gaps.add(`Only the ${nouns} of ${MOST_ORGANIZATIONS} organizations are listed`);
			return true;
		});
	});
	if (failed && !cannotSee(failed)) throw failed;
	return organizations;
}
