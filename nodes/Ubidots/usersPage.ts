import type { IDataObject } from 'n8n-workflow';

import { Failure } from '../shared/failure';
import type { Sender } from '../shared/http';
import { isRecord } from '../shared/records';

export type Query = Record<string, string | number>;

interface Page {
	results: IDataObject[];
	hasNext: boolean;
	/** How many users the service says there are on all pages. */
	count: number | undefined;
}

/**
 * One page of `GET /users/`. The next page is asked for by its number: the link in the answer could point
 * to another host, and the token would follow.
 */
export async function getUsersPage(sender: Sender, query: Query): Promise<Page> {
	const { body } = await sender.send({
		method: 'GET',
		path: '/users/',
		query,
		repeatable: true,
		purpose: 'list users',
	});
	if (!isRecord(body) || !Array.isArray(body.results)) {
		throw new Failure(
			"Could not list users: the answer holds no 'results'. Check that 'Base URL' in the credential is that of the Ubidots API",
			{ kind: 'api' },
		);
	}
	return {
		results: body.results.filter(isRecord),
		hasNext: Boolean(body.next),
		count: typeof body.count === 'number' ? body.count : undefined,
	};
}
