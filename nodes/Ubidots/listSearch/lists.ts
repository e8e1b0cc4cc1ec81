import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import type { Path } from '../../shared/path';
import { fillPicker, matching } from '../../shared/listSearch';
import { ubidots } from '../api';
import { fetchPage } from '../pagination';

/** Entries that a picker loads when it is scrolled. */
const SCROLL_SIZE = 50;
/** Of a list that cannot be searched on the server. */
const MOST_PAGES = 10;

interface List {
	path: Path;
	/** For error texts: "users". */
	title: string;
	toItem(entry: IDataObject): INodeListSearchItems;
}

/** A `listSearch` method of a node. */
type Search = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;

/** Searches a list on the server, page by page. */
export const searchOnServer = ({
	path,
	title,
	toItem,
	fields,
}: List & { fields: string }): Search =>
	async function (filter, paginationToken) {
		const page = Number(paginationToken ?? 1);
		const query = { page, page_size: SCROLL_SIZE, fields, ...(filter && { search: filter }) };
		const { results, hasNext } = await fillPicker(
			this,
			ubidots,
			async ({ request }) => await fetchPage(request, path, title, query),
		);
		return {
			results: results.map(toItem),
			...(hasNext && { paginationToken: String(page + 1) }),
		};
	};

/** Fetches a whole list and searches it here, because no search on the server is documented. */
export const searchHere = ({ path, title, toItem }: List): Search =>
	async function (filter) {
		let isWhole = false;
		const entries = await fillPicker(this, ubidots, async ({ request }) => {
			const found: INodeListSearchItems[] = [];
			for (let page = 1; page <= MOST_PAGES && !isWhole; page++) {
				const { results, hasNext } = await fetchPage(request, path, title, { page });
				found.push(...results.map(toItem));
				isWhole = !hasNext || results.length === 0;
			}
			return found;
		});
		const leftOut = `Only the first ${entries.length} ${title} are listed`;
		return matching(entries, filter, isWhole ? undefined : leftOut);
	};
