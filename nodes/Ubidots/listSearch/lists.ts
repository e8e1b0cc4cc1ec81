import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { fillPicker, matching } from '../../shared/run/listSearch';
import { ubidots } from '../api';
import { fetchPage } from '../pagination';

/** Entries that one scroll of a picker asks for. */
const SCROLL_SIZE = 50;
/** Pages read for a list that cannot be searched on the server. */
const MOST_PAGES = 10;

/** What is listed, and how an entry is shown. */
interface List {
	path: string;
	/** For error texts: "users". */
	title: string;
	toItem(entry: IDataObject): INodeListSearchItems;
}

/**
 * One scroll of a list that Ubidots searches and pages.
 * @param fields what is needed of each entry
 */
export async function searchOnServer(
	context: ILoadOptionsFunctions,
	{ path, title, toItem, fields }: List & { fields: string },
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const page = Number(paginationToken ?? 1);
	const query = { page, page_size: SCROLL_SIZE, fields, ...(filter && { search: filter }) };
	const { results, hasNext } = await fillPicker(
		context,
		ubidots,
		async ({ request }) => await fetchPage(request, path, title, query),
	);
	return {
		results: results.map(toItem),
		...(hasNext && { paginationToken: String(page + 1) }),
	};
}

/** A whole list, searched here: for those of which no search is documented. */
export async function searchHere(
	context: ILoadOptionsFunctions,
	{ path, title, toItem }: List,
	filter?: string,
): Promise<INodeListSearchResult> {
	const entries = await fillPicker(context, ubidots, async ({ request }) => {
		const found: INodeListSearchItems[] = [];
		for (let page = 1; page <= MOST_PAGES; page++) {
			const { results, hasNext } = await fetchPage(request, path, title, { page });
			found.push(...results.map(toItem));
			if (!hasNext || results.length === 0) break;
		}
		return found;
	});
	return matching(entries, filter);
}
