import { apiFailure, type Failure } from '../../../shared/errors';
import { shown } from '../../../shared/shown';
import { runConcurrently } from '../../../shared/run/concurrency';
import { userKey } from '../locator';
import { MATCH_COLUMNS, normalized } from './matchColumns';
import { fetchUsers, isTooLate, keep, keyOf, type Search, throwUnlessOfOneValue } from './search';

/** After this many refusals in a row the other values are not tried: each costs a request. */
const MOST_REFUSED_IN_A_ROW = 10;

/** Of users with one email address: more would be endless. */
const MOST_PAGES = 10;

/** @returns why it cannot be known whether there is a user with this address */
async function searchEmail(search: Search, value: string): Promise<Failure | undefined> {
	if (search.emailsFail) return search.emailsFail;
	const asked = normalized('email', value);
	for (let page = 1; ; page++) {
		const { results, hasNext } = await fetchUsers(search, { email__iexact: value, page });
		const matching = results.filter((user) => keyOf(search, user) === asked);
		for (const user of matching) keep(search, user);
		if (results.length > 0 && matching.length === 0) break;
		if (results.length === 0 || !hasNext || page === MOST_PAGES) return undefined;
	}
	search.emailsFail = apiFailure(
		'Could not look up the email address: Ubidots does not filter by it. Match by ID or username instead',
	);
	return search.emailsFail;
}

/** @returns why it cannot be known who has this value */
async function searchOne(search: Search, value: string): Promise<Failure | undefined> {
	const { request, by, fields, deadline } = search;
	if (by === 'email') return await searchEmail(search, value);
	const { noun } = MATCH_COLUMNS[by];
	const { status, body } = await request({
		method: 'GET',
		path: userKey.path({ by, value }),
		query: fields,
		idempotent: true,
		deadline,
		expected: [404],
		purpose: `read the user with the ${noun} ${shown(value)}`,
	});
	if (status === 404) return undefined;
	keep(search, body);
	if (body[by] !== undefined) return undefined;
	// It is not missing, though: nobody may create it a second time.
	return apiFailure(`Could not find the user ${shown(value)}: Ubidots does not show its ${noun}`);
}

/**
 * Looks for users with these values, one per request.
 * @param advance told of the values that are done
 * @returns of each value that was asked for, the failure if there was one
 */
export async function searchOneByOne(
	search: Search,
	values: readonly string[],
	concurrency: number,
	advance: (count: number) => void,
): Promise<Map<string, Failure | undefined>> {
	const asked = new Map<string, Failure | undefined>();
	let refusedInARow = 0;
	let refusal: Failure | undefined;
	await runConcurrently(concurrency, values, async (value, index) => {
		advance(1);
		if (index > 0 && isTooLate(search)) return;
		if (refusal && refusedInARow >= MOST_REFUSED_IN_A_ROW) {
			asked.set(value, refusal);
			return;
		}
		try {
			const failure = await searchOne(search, value);
			asked.set(value, failure);
			if (!failure) refusedInARow = 0;
		} catch (error) {
			refusal = throwUnlessOfOneValue(error);
			refusedInARow++;
			asked.set(value, refusal);
		}
	});
	return asked;
}
