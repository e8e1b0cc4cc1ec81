import { isRecord } from '../../../nodes/shared/objects';
import type { SandboxOptions } from '../../sandbox';
import { type Answer, CannotTell, type Context, differs, holds, once, type Steps } from '../step';

export type User = Record<string, unknown>;

interface Page {
	status: number;
	users: User[];
	ids: unknown[];
	next: boolean;
	count?: number;
}

const FIELDS =
	'username,firstName,lastName,email,defaultOrganization,defaultRole,defaultDashboard,language,website,timezone,decimalPlaces,numberFormat,isActive,tags,contactMethods,properties';
/** All that the node asks for. */
export const ALL_FIELDS = ['id', 'createdAt', 'organizations', ...FIELDS.split(',')];
const fields = ALL_FIELDS.join(',');
export const NOBODY = 'live-check-nobody';
export const PAGE_SIZE = 100;
/** What the node asks for. */
const LARGEST = 1000;
const MOST_PAGES = 60;

export async function fetchPage(
	context: Context,
	query: Record<string, string | number>,
): Promise<Page> {
	const { status, body } = await context.probe.get('/users/', { query });
	const { results, next, count } = isRecord(body) ? body : {};
	const users = Array.isArray(results) ? results.filter(isRecord) : [];
	const told = typeof count === 'number' ? { count } : {};
	return { status, users, ids: users.map(({ id }) => id), next: Boolean(next), ...told };
}

/** The first hundred users. */
const firstPage = async (context: Context) =>
	await once(context, 'users', () => fetchPage(context, { page_size: PAGE_SIZE, fields }));

export async function knownUsers(context: Context): Promise<User[]> {
	const { users } = await firstPage(context);
	if (users.length > 0) return users;
	throw new CannotTell('The list shows no user.');
}

export async function readPages(context: Context, size: number, asked = 'id'): Promise<Page[]> {
	const pages: Page[] = [];
	for (let page = 1; page <= MOST_PAGES; page++) {
		const read = await fetchPage(context, { page, page_size: size, fields: asked });
		pages.push(read);
		const isEmpty = ({ ids }: Page) => ids.length === 0;
		if (!read.next || read.status !== 200 || pages.slice(-2).every(isEmpty)) return pages;
	}
	throw new CannotTell(`The account has more than ${MOST_PAGES * size} users.`);
}

type Oddity = NonNullable<SandboxOptions['listOddities']>[number];

/** How pages differ from one list that was cut; `whole` is the beginning of the same list as one page. */
function odditiesOf(pages: Page[], size: number, whole: unknown[]): Oddity[] {
	const served = pages.filter(({ status }) => status === 200);
	const ids = served.flatMap((page) => page.ids);
	const [{ count = Infinity }] = pages;
	const seen = new Set(ids).size;
	const last = pages[pages.length - 1];
	const odd: Oddity[] = [];
	if (last.status !== 200) odd.push('nextToNowhere');
	if (last.ids.length === 0 && last.next) odd.push(seen < count ? 'emptyPages' : 'nextForEver');
	if (served.length === 1 && !last.next && count > size && count < Infinity) odd.push('cutShort');
	const followers = served.slice(1).filter((page) => page.ids.length > 0);
	const isOverlapping = (page: Page) => page.ids[0] === pages[pages.indexOf(page) - 1].ids.at(-1);
	if (followers.length > 0 && followers.every(isOverlapping)) odd.push('repeated');
	if (served.some((page) => page.ids.length > 1 && page.ids[0] === page.ids.at(-1)))
		odd.push('twiceOnPage');
	const isInOrder = whole.every((id, n) => n >= ids.length || id === ids[n]);
	if (odd.length === 0 && !isInOrder) odd.push('reordered');
	const shrinks = served.every((page, n) => page.count === count - n);
	if (served.length > 1 && shrinks) odd.push('shrinkingCount');
	else if (count === served[0].ids.length && seen > count) odd.push('countOfPage');
	else if (odd.length === 0 && count > seen && count < Infinity) odd.push('countTooHigh');
	return odd;
}

const missingIn = (users: User[]) =>
	ALL_FIELDS.filter((name) => !users.some((user) => name in user));

/** What a place leaves out. */
export function omitted(
	users: User[],
	place: 'read' | 'list' | 'write',
	wanted = ALL_FIELDS,
): Answer {
	const names = missingIn(users).filter((name) => wanted.includes(name));
	if (names.length === 0) return holds('All fields are shown.');
	const says = `Not shown: ${names.join(', ')}.`;
	return differs(says, { omittedFields: names, omittedFrom: [place] });
}

async function whole(context: Context): Promise<Answer> {
	const { ids, count = ids.length } = await firstPage(context);
	if (ids.length < 5) throw new CannotTell('The list shows fewer than five users.');
	const size = Math.min(Math.max(3, Math.ceil(Math.max(count, ids.length) / 4)), PAGE_SIZE);
	const pages = await readPages(context, size);
	const odd = odditiesOf(pages, size, ids);
	if (odd.length === 0) return holds(`${pages.length} pages gave every user once, in one order.`);
	return differs(`The pages are otherwise: ${odd.join(', ')}.`, { listOddities: odd });
}

async function envelope({ probe }: Context): Promise<Answer> {
	const { body } = await probe.get('/users/', { query: { page_size: 3, fields: 'id' } });
	const { results, count, next } = isRecord(body) ? body : {};
	const entries: unknown[] = Array.isArray(results) ? results : [];
	if (!entries.every(isRecord))
		return differs('The entries are no objects.', { listOddities: ['noObjects'] });
	if (next === undefined) return differs('Only results.', { listOddities: ['resultsOnly'] });
	if (typeof count === 'number') return holds('count, next and results are there.');
	return differs('There is no count.', { listOddities: ['countMissing'] });
}

async function pageSize(context: Context): Promise<Answer> {
	const { ids, next, count = 0 } = await fetchPage(context, { page_size: LARGEST, fields: 'id' });
	if (ids.length >= LARGEST) return holds(`A page of ${ids.length} users was given.`);
	if (next && ids.length < count)
		return differs(`The largest page has ${ids.length} users.`, { maxPageSize: ids.length });
	throw new CannotTell(`The account has too few users: ${LARGEST} would fill a page.`);
}

async function oneUser(context: Context): Promise<Answer> {
	const [{ id }] = await knownUsers(context);
	const { body } = await context.probe.get('/users/{key}', {
		at: { key: String(id) },
		query: { fields },
	});
	return omitted(isRecord(body) ? [body] : [], 'read');
}

async function unknownUser({ probe }: Context): Promise<Answer> {
	const { status, body } = await probe.get('/users/{key}', { at: { key: `~${NOBODY}` } });
	const code = isRecord(body) && body.code === 404001 ? ' and code 404001' : '';
	return status === 404 ? holds(`Status 404${code}.`) : differs(`Status ${status}.`);
}

async function wrongToken({ probe }: Context): Promise<Answer> {
	const headers = { 'x-auth-token': 'BBFF-live-check-wrong-token' };
	const { status } = await probe.get('/users/', { query: { page_size: 1, fields: 'id' }, headers });
	return [401, 403].includes(status) ? holds(`Status ${status}.`) : differs(`Status ${status}.`);
}

/** Every one of them, or it does not compile. */
const ODDITIES: Record<Oddity, true> = {
	reordered: true,
	repeated: true,
	twiceOnPage: true,
	countMissing: true,
	countTooHigh: true,
	countOfPage: true,
	nextToNowhere: true,
	nextForEver: true,
	cutShort: true,
	emptyPages: true,
	shrinkingCount: true,
	noObjects: true,
	resultsOnly: true,
};
const OF_ENVELOPE: Oddity[] = ['countMissing', 'noObjects', 'resultsOnly'];
const OF_PAGES = (Object.keys(ODDITIES) as Oddity[]).filter((name) => !OF_ENVELOPE.includes(name));
const odd = (names: Oddity[]) => names.map((name): SandboxOptions => ({ listOddities: [name] }));

export const listSteps: Steps = {
	'list-envelope': {
		what: 'A list of users is `{ count, next, results }`, and its entries are objects.',
		source: 'Page: get-all-organizations (of users: the JavaScript library)',
		ifFalse:
			'without `results` every list fails and says so; without `count` no list counts as whole: Sync ends before it writes',
		played: odd(OF_ENVELOPE),
		run: envelope,
	},
	'list-pages': {
		what: 'Pages that are read one after the other hold every user once, and `count` says how many there are.',
		source: 'Page: pagination of get-all-organizations; that the order stays is inference',
		ifFalse:
			'users who come twice are taken once; a list that has not as many as it says ends Sync before it writes; pages without an end are noticed',
		played: odd(OF_PAGES),
		proven: 'the checks of `nodes/Ubidots/pagination.ts` for pages without an end',
		run: whole,
	},
	'page-size': {
		what: 'A page may have 1000 users.',
		source: 'Inference: the default is 50, the readme of the JavaScript library shows 1000',
		ifFalse: 'pages are as large as the service makes them: their size is never relied on',
		played: [{ maxPageSize: 7 }],
		run: pageSize,
	},
	'fields-of-list': {
		what: '`fields=` brings every field of the users in a list, `organizations` included.',
		source: 'Page: get-all-organizations (`fields`); third party for `organizations`',
		ifFalse:
			'a field that is not shown is unknown, not empty: it is sent, listed in `notVisible`, and nobody leaves a scope by it',
		played: [{ omittedFields: ['tags'], omittedFrom: ['list'] }],
		run: async (context) => omitted(await knownUsers(context), 'list'),
	},
	'fields-of-one': {
		what: 'A user that is read alone shows every field that can be written, but the password.',
		source: 'Page: user-object',
		ifFalse: 'the same as in a list',
		played: [{ omittedFields: ['tags'], omittedFrom: ['read'] }],
		run: oneUser,
	},
	'unknown-user': {
		what: 'A user who is not there is answered with 404.',
		source: 'Third party: code 404001 in two public applications',
		ifFalse: 'the row fails with what was said; nobody is created for it',
		played: [],
		run: unknownUser,
	},
	'wrong-token': {
		what: 'A wrong token is answered with 401 or 403.',
		source: 'Page: response-codes of v1.6; for v2.0 inference',
		ifFalse: 'a session token is not renewed, and the run fails with what was said',
		played: [],
		run: wrongToken,
	},
};
