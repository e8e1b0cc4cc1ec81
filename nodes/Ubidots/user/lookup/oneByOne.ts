import { apiFailure, type Failure } from '../../../shared/errors';
import { shown } from '../../../shared/shown';
import { runConcurrently } from '../../../shared/run/runner';
import { isId } from '../../../shared/path';
import { userPath } from '../locator';
import { MATCH_COLUMNS, normalized } from './matchColumns';
import {
	fetchSearchPage,
	isTooLate,
	keep,
	keyOf,
	type NotFound,
	type Search,
	throwUnlessOfOneValue,
} from './search';

/** After this many refusals in a row the other values are not tried: each costs a request. */
const MOST_REFUSED_IN_A_ROW = 10;

/** Of users with one email address: more would be endless. */
const MOST_PAGES = 10;

/** @returns why it cannot be known whether there is a user with this address */
async function searchEmail(search: Search, value: string): Promise<NotFound | undefined> {
	if (search.emailsFail) return { failure: search.emailsFail };
	const asked = normalized('email', value);
	for (let page = 1; ; page++) {
		const { results, hasNext } = await fetchSearchPage(search, { email__iexact: value, page });
		const matching = results.filter((user) => keyOf(search, user) === asked);
		for (const user of matching) keep(search, user);
		if (results.length > 0 && matching.length === 0) break;
		if (results.length === 0 || !hasNext || page === MOST_PAGES) return undefined;
	}
	search.emailsFail = apiFailure(
		'Could not look up the email address: Ubidots does not filter by it. Match by ID or username instead',
	);
	return { failure: search.emailsFail };
}

/** @returns why it cannot be known who has this value */
async function searchOne(search: Search, value: string): Promise<NotFound | undefined> {
	const { request, by, fields, deadline } = search;
	if (by === 'email') return await searchEmail(search, value);
	const { noun } = MATCH_COLUMNS[by];
	const { status, body } = await request({
		method: 'GET',
		path: userPath({ by, value }),
		query: fields,
		idempotent: true,
		deadline,
		expected: [404],
		purpose: `read the user with the ${noun} ${shown(value)}`,
	});
	if (status === 404) return undefined;
	keep(search, body);
	if (keyOf(search, body) === normalized(by, value)) return undefined;
	const why =
		body[by] === undefined
			? `Ubidots does not show its ${noun}`
			: `Ubidots has it as ${shown(body[by])}, so write it like that`;
	// It is not missing, though: nobody may create it a second time, or get its name.
	return {
		failure: apiFailure(`Could not find the user ${shown(value)}: ${why}`),
		ids: isId(body.id) ? [body.id] : [],
	};
}

/**
 * Looks for users with these values, one per request.
 * @param advance told of the values that are done
 * @returns of each value that was asked for, why it was not found; undefined where it was, or nobody has it
 */
export async function searchOneByOne(
	search: Search,
	values: readonly string[],
	concurrency: number,
	advance: (count: number) => void,
): Promise<Map<string, NotFound | undefined>> {
	const asked = new Map<string, NotFound | undefined>();
	let refusedInARow = 0;
	let refusal: Failure | undefined;
	await runConcurrently(concurrency, values, async (value, index) => {
		advance(1);
		if (index > 0 && isTooLate(search)) return;
		if (refusal && refusedInARow >= MOST_REFUSED_IN_A_ROW) {
			asked.set(value, { failure: refusal });
			return;
		}
		try {
			const notFound = await searchOne(search, value);
			asked.set(value, notFound);
			if (!notFound) refusedInARow = 0;
		} catch (error) {
			refusal = throwUnlessOfOneValue(error);
			refusedInARow++;
			asked.set(value, { failure: refusal });
		}
	});
	return asked;
}
