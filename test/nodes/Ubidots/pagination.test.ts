import type { IDataObject } from 'n8n-workflow';

import type { ApiRequest } from '../../../nodes/shared/http/service';
import { fetchPage } from '../../../nodes/Ubidots/pagination';
import { path } from '../../../nodes/shared/path';

/** A service that answers with this body, and the requests that it got. */
function answering(body: IDataObject) {
	const sent: ApiRequest[] = [];
	const request = async (one: ApiRequest) => {
		sent.push(one);
		return await Promise.resolve({ status: 200, body, maybeApplied: false });
	};
	return { request, sent };
}

const page = async (body: IDataObject) =>
	await fetchPage(answering(body).request, path`/users/`, 'users', { page: 1 });

it('a page is asked for by number and size, which may be told', async () => {
	const { request, sent } = answering({ results: [] });
	await fetchPage(request, path`/users/`, 'users', { page: 3 }, 9000);
	await fetchPage(request, path`/users/`, 'users', { page: 3, page_size: 7 });
	expect(sent).toMatchObject([
		{ method: 'GET', path: '/users/', query: { page: 3, page_size: 1000 }, deadline: 9000 },
		{ query: { page: 3, page_size: 7 } },
	]);
	expect(sent.every(({ idempotent }) => idempotent)).toBe(true);
});

it('a page has its entries, whether there is another, and how many there are of all', async () => {
	const next = 'https://industrial.api.ubidots.com/api/v2.0/users/?page=2';
	expect(await page({ results: [{ id: '1' }, null, 'x'], next, count: 7 })).toEqual({
		results: [{ id: '1' }],
		hasNext: true,
		count: 7,
	});
});

it.each([null, '', undefined])('a page whose next one is %j is the last', async (next) => {
	expect(await page({ results: [], next, count: '7' })).toEqual({
		results: [],
		hasNext: false,
		count: undefined,
	});
});

it.each([{}, { results: null }, { results: { id: '1' } }])(
	'a response %j is no list: says where to look',
	async (body) => {
		await expect(page(body)).rejects.toThrow(
			"Could not list users: the response has no 'results'. Check that 'Base URL' in the credential",
		);
	},
);
