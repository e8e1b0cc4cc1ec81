import type { IDataObject } from 'n8n-workflow';

import { idSegment, path } from '../../../shared/path';
import type { List } from '../../pagination';

/** The list of the projects or teams of an organization, with its largest page. Of projects, those that are not gone, as Upsun's CLI asks for them. */
export function listIn(kind: 'project' | 'team', id: string): Pick<List, 'path' | 'query'> {
	const query = { 'page[size]': 100 };
	return kind === 'team'
		? { path: path`/teams`, query: { ...query, 'filter[organization_id]': id } }
		: {
				path: path`/organizations/${idSegment(id)}/projects`,
				query: { ...query, 'filter[status][in]': 'active,suspended' },
			};
}

/** The entries of such a list, without those that a filter which was ignored has brought along. */
export const entriesIn = (id: string, entries: readonly IDataObject[]): IDataObject[] =>
	entries.filter(({ organization_id: own = id }) => own === id);
