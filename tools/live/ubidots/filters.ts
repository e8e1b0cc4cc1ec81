import { type Answer, CannotTell, type Context, differs, holds, type Steps } from '../step';
import { fetchPage, knownUsers, NOBODY, PAGE_SIZE, readPages, type User } from './lists';

/** What became of a list of values: all of them, so many, or that users came who were not asked for. */
async function tryIn(
	context: Context,
	by: string,
): Promise<'all' | 'ignored' | 'firstPage' | number> {
	const users = (await knownUsers(context)).filter((user) => typeof user[by] === 'string');
	// Every second one, so that others stand on each page of the list.
	const asked = users.filter((_, n) => n % 2 === 0).slice(0, 10);
	const values = new Set(asked.map((user) => String(user[by])));
	if (users.length <= values.size) throw new CannotTell('The list shows too few users.');
	const query = { [`${by}__in`]: [...values].join(','), fields: `id,${by}` };
	const isStranger = (user: User) => !values.has(String(user[by]));
	const found: User[] = [];
	for (let page = 1; page <= 10; page++) {
		const { users: listed, next } = await fetchPage(context, {
			...query,
			page,
			page_size: PAGE_SIZE,
		});
		if (listed.some(isStranger)) return page > 1 ? 'firstPage' : 'ignored';
		found.push(...listed);
		if (!next || listed.length === 0) break;
	}
	const second = await fetchPage(context, { ...query, page: 2, page_size: 4 });
	if (second.users.some(isStranger)) return 'firstPage';
	return found.length >= values.size ? 'all' : found.length;
}

async function inFilters(context: Context): Promise<Answer> {
	const outcomes: Array<[string, Awaited<ReturnType<typeof tryIn>>]> = [];
	for (const by of ['id', 'username', 'email']) outcomes.push([by, await tryIn(context, by)]);
	const ignored = outcomes
		.filter(([, outcome]) => outcome === 'ignored')
		.map(([by]) => `${by}__in`);
	if (ignored.length === outcomes.length)
		return differs('All __in filters were ignored.', { honourInFilters: 'ignored' });
	if (ignored.length > 0)
		return differs(`Ignored: ${ignored.join(', ')}.`, { ignoredFilters: ignored });
	const other = outcomes.find(([, outcome]) => outcome !== 'all')?.[1];
	if (other === undefined)
		return holds('id__in, username__in and email__in gave all values and nobody else.');
	const honourInFilters = other === 1 ? 'first' : (other as 'firstPage' | number);
	return differs(`Of a list of values this was honoured: ${other}.`, { honourInFilters });
}

/** Each filter with a value that nobody has. */
const NOBODYS: Record<string, string> = {
	email__iexact: `${NOBODY}@example.com`,
	email__icontains: NOBODY,
	email__iendswith: `@${NOBODY}.example.com`,
	username__icontains: NOBODY,
	firstName__icontains: NOBODY,
	lastName__icontains: NOBODY,
	tags__contains: NOBODY,
	organization__label: NOBODY,
	role__label: NOBODY,
	createdAt__gte: '2999-01-01T00:00:00.000Z',
	createdAt__lt: '1999-01-01T00:00:00.000Z',
};

async function filters(context: Context): Promise<Answer> {
	const users = await knownUsers(context);
	const ignored: string[] = [];
	const refused: string[] = [];
	for (const [name, value] of Object.entries(NOBODYS)) {
		const { status, ids } = await fetchPage(context, { [name]: value, page_size: 3, fields: 'id' });
		if (status !== 200) refused.push(`${name} (${status})`);
		else if (ids.length > 0) ignored.push(name);
	}
	const query = { isActive: 'false', page_size: PAGE_SIZE, fields: 'id,isActive' };
	const inactive = await fetchPage(context, query);
	if (inactive.users.some(({ isActive }) => isActive === true)) ignored.push('isActive');
	const { email } = users.find((user) => typeof user.email === 'string') ?? {};
	const asked = { email__iexact: String(email).toUpperCase(), page_size: 3, fields: 'id' };
	const isFound = (await fetchPage(context, asked)).ids.length > 0;
	const more = [
		...(refused.length > 0 ? [`Refused: ${refused.join(', ')}.`] : []),
		...(email !== undefined && !isFound ? ['email__iexact does not ignore case.'] : []),
	].join(' ');
	if (ignored.length > 0)
		return differs(`Ignored: ${ignored.join(', ')}. ${more}`.trim(), { ignoredFilters: ignored });
	return more ? differs(more) : holds('Every filter kept out users whom it does not fit.');
}

async function caseOfFilters(context: Context): Promise<Answer> {
	const users = await knownUsers(context);
	const ignoreCaseOf: Array<'email' | 'username'> = [];
	for (const by of ['email', 'username'] as const) {
		const user = users.find((one) => /[a-z]/i.test(String(one[by] ?? '')));
		if (!user) throw new CannotTell(`No user has a ${by} with letters.`);
		const value = String(user[by]);
		const other = value === value.toUpperCase() ? value.toLowerCase() : value.toUpperCase();
		const found = await fetchPage(context, { [by]: other, page_size: 3, fields: `id,${by}` });
		const fits = (one: User) => String(one[by]).toLowerCase() === value.toLowerCase();
		if (found.ids.length > 0 && found.users.every(fits)) ignoreCaseOf.push(by);
	}
	if (ignoreCaseOf.length === 0) return holds('Exact filters are strict about case.');
	return differs(`Exact filters ignore the case of: ${ignoreCaseOf.join(', ')}.`, { ignoreCaseOf });
}

async function twins(context: Context): Promise<Answer> {
	const pages = await readPages(context, PAGE_SIZE, 'id,username,email');
	const users = new Map(pages.flatMap((page) => page.users.map((user) => [user.id, user])));
	const found = (['email', 'username'] as const).filter((by) => {
		const values = [...users.values()].map((user) => String(user[by] ?? user.id).toLowerCase());
		return new Set(values).size < values.length;
	});
	if (found.length === 0) return holds(`No two of ${users.size} users share either.`);
	return differs(`Shared by users, whatever its case: ${found.join(', ')}.`, { twins: found });
}

export const filterSteps: Steps = {
	'in-filters': {
		what: '`id__in`, `username__in` and `email__in` give the users of all values of a list, and nobody else.',
		source: 'Page: field-filters, string; that users have them is inference',
		ifFalse: 'a value that was not found is looked for alone, and nobody is taken for missing',
		played: [
			{ honourInFilters: 'ignored' },
			{ honourInFilters: 'first' },
			{ honourInFilters: 5 },
			{ honourInFilters: 'firstPage' },
			...['id__in', 'username__in', 'email__in'].map((name) => ({ ignoredFilters: [name] })),
		],
		proven: 'the proof by a known user in `nodes/Ubidots/user/lookup/lists.ts`',
		run: inFilters,
	},
	filters: {
		what: 'The filters of Get Many and of a scope are applied to users.',
		source:
			'Page: field-filters, string, related, array; third party for organization__label; inference for role__label',
		ifFalse:
			'users are checked again: Get Many fails and names the filter, and Sync ends before it writes',
		played: [...Object.keys(NOBODYS), 'isActive'].map((name) => ({ ignoredFilters: [name] })),
		run: filters,
	},
	'case-of-filters': {
		what: 'Exact filters are strict about upper and lower case.',
		source: 'Page: string (there is an iexact beside it)',
		ifFalse: 'nothing: users are compared again',
		played: [{ ignoreCaseOf: ['email'] }, { ignoreCaseOf: ['username'] }],
		run: caseOfFilters,
	},
	twins: {
		what: 'No two users share an email address, or a username but for its case.',
		source: 'Third party: a public application takes addresses for unique',
		ifFalse: 'a row that fits several is refused and names their IDs',
		played: [{ twins: ['email'] }, { twins: ['username'] }],
		run: twins,
	},
};
