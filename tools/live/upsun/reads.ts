import { asText, isRecord } from '../../../nodes/shared/objects';
import { type Answer, CannotTell, type Context, differs, holds, type Steps } from '../step';
import {
	firstPage,
	me,
	membersPage,
	omitted,
	organizations,
	other,
	parametersOf,
	REFERENCE_KEYS,
	references,
	USER_KEYS,
} from './people';

export const TOKEN_PATH = '/oauth2/token';
const MOST_PAGES = 60;
/** Whatever stands in its place is a host that links must not lead to. */
const ELSEWHERE = 'https://other.example';

async function pages(context: Context): Promise<Answer> {
	const { id, page: first } = await firstPage(context);
	const size = Math.min(100, Math.max(2, Math.ceil((first.count ?? 0) / 5)));
	const seen = new Set<unknown>();
	let query: Record<string, string | number> = { 'page[size]': size, sort: 'created_at' };
	for (let number = 1; number <= MOST_PAGES; number++) {
		const { status, items, links, count } = await membersPage(context, id, query);
		if (status >= 400) {
			const failing = { page: number, status: status === 500 ? 500 : 403 } as const;
			return differs(`Page ${number} was answered with ${status}.`, { failingMemberPage: failing });
		}
		const isSame = items.length > 0 && items.every(({ user_id: one }) => seen.has(one));
		if (isSame) return differs('A next link led to the same page.', { repeatedPage: number - 1 });
		for (const { user_id: one } of items) seen.add(one);
		if (!links.next) {
			const says = `${number} pages gave ${seen.size} members, of ${count ?? 'an unknown number'}.`;
			return count === undefined || seen.size === count ? holds(says) : differs(says);
		}
		const next = parametersOf(context, links.next);
		if (!next)
			return differs('The next link leads to another host.', {
				foreignMemberLinks: { next: ELSEWHERE },
			});
		query = { ...query, ...next };
	}
	throw new CannotTell('The organization has too many members.');
}

async function nextLinks(context: Context): Promise<Answer> {
	const { page } = await firstPage(context);
	if (!page.links.next) throw new CannotTell('No organization has more than two members.');
	const next = parametersOf(context, page.links.next);
	if (!next) throw new CannotTell('It leads to another host.');
	const kind = 'sort' in next ? 'whole' : 'page[size]' in next ? 'page' : 'cursor';
	if (kind === 'page') return holds('The size of pages is repeated, order and filters are not.');
	return differs(`The link repeats: ${kind}.`, { nextLinks: kind });
}

const isUpper = (ids: string[]) => /[A-F]/.test(ids.join('')) && !/[a-f]/.test(ids.join(''));

async function names(context: Context): Promise<Answer> {
	const byId = await references(context);
	if (!byId)
		return differs('The link to names leads to another host.', {
			foreignMemberLinks: { ref: ELSEWHERE },
		});
	const people = Object.values(byId).filter(isRecord);
	if (people.length === 0) throw new CannotTell('No name was shown.');
	return omitted(people, REFERENCE_KEYS, 'list');
}

async function ids(context: Context): Promise<Answer> {
	const { page } = await firstPage(context);
	const found = {
		user: [asText((await me(context)).id)],
		member: page.items.map(({ user_id: id }) => asText(id)),
		reference: Object.keys((await references(context)) ?? {}),
	};
	const kinds = ['user', 'member', 'reference'] as const;
	const upperCaseIds = kinds.filter((kind) => isUpper(found[kind]));
	if (upperCaseIds.length === 0) return holds('IDs are in lower case everywhere.');
	return differs(`In upper case: ${upperCaseIds.join(', ')}.`, { upperCaseIds });
}

async function errorBody({ probe }: Context): Promise<Answer> {
	const at = { organization: '01HM5Z0QK8S4N2V7X9B3C6D999' };
	const { status, body } = await probe.get('/organizations/{organization}/members', { at });
	const keys = isRecord(body) ? body : {};
	if (typeof keys.error === 'string') return holds(`Status ${status}, { error }.`);
	if ('detail' in keys || 'title' in keys)
		return differs(`Status ${status}, { title, detail }.`, { upsunErrors: 'detail' });
	return differs(`Status ${status}, another body.`);
}

async function access(context: Context): Promise<Answer> {
	const { id } = await other(context);
	const at = { user: asText(id) };
	const { status } = await context.probe.get('/users/{user}/extended-access', { at });
	if (status === 403) return differs('Status 403.', { accessOfOthers: 'forbidden' });
	return status === 200 ? holds('Status 200.') : differs(`Status ${status}.`);
}

async function emailLookup(context: Context): Promise<Answer> {
	const { email } = await other(context);
	if (asText(email) === '') throw new CannotTell('No address is shown.');
	const at = { address: asText(email) };
	const { status } = await context.probe.get('/users/email={address}', { at });
	if (status === 403) return differs('Status 403.', { emailLookups: 'forbidden' });
	return status === 200 ? holds('Status 200.') : differs(`Status ${status}.`);
}

async function bareList(context: Context): Promise<Answer> {
	for (const { id } of await organizations(context)) {
		const at = { organization: asText(id) };
		const read = async (query: Record<string, number>) => {
			const { body } = await context.probe.get('/organizations/{organization}/invitations', {
				at,
				query,
			});
			return Array.isArray(body) ? body.length : undefined;
		};
		const [bare, asked] = [await read({}), await read({ 'page[size]': 100 })];
		if (bare === undefined || asked === undefined) return differs('It is no list.');
		if (asked > bare) return differs(`${bare} of ${asked} were given.`, { bareListSize: bare });
		if (bare > 1) return holds(`All ${bare} were given.`);
	}
	throw new CannotTell('No organization has several pending invitations.');
}

async function lifetime({ probe }: Context): Promise<Answer> {
	const { body } = probe.log.find(({ path }) => path === TOKEN_PATH) ?? {};
	const seconds = isRecord(body) ? body.expires_in : undefined;
	if (typeof seconds !== 'number')
		throw new CannotTell('An access token was given: set UPSUN_API_TOKEN instead.');
	const says = `An access token lasts ${seconds} s.`;
	return seconds === 900 ? holds(says) : differs(says, { accessTokenSeconds: seconds });
}

export const reads: Steps = {
	'token-lifetime': {
		what: 'An access token lasts 900 seconds.',
		source: 'Page: authentication',
		ifFalse: 'it is renewed when it is refused',
		played: [{ accessTokenSeconds: 60 }],
		run: lifetime,
	},
	'fields-of-one': {
		what: 'A user who is read shows every field of the specification.',
		source: 'Page: OpenAPI, User',
		ifFalse:
			'a field that is not shown is unknown, not empty: it is sent, and listed in `notVisible`',
		played: [{ omittedFields: ['company'], omittedFrom: ['read'] }],
		run: async (context) => omitted([await me(context)], USER_KEYS, 'read'),
	},
	'member-pages': {
		what: 'Pages of members are followed by relative links, hold everybody once, and `count` says how many there are.',
		source: 'Page: endpoints; OpenAPI',
		ifFalse:
			'a link to another host is not followed, a repeated or failing page ends the list: who is not seen is not taken for gone',
		played: [
			{ foreignMemberLinks: { next: ELSEWHERE } },
			{ failingMemberPage: { page: 2, status: 500 } },
			{ failingMemberPage: { page: 2, status: 403 } },
			{ repeatedPage: 2 },
		],
		run: pages,
	},
	'next-links': {
		what: 'The link to the next page repeats the size of pages, and neither order nor filters.',
		source: 'Library: the CLI, branch cli-165',
		ifFalse: 'nothing: its parameters are put over those that were sent',
		played: [{ nextLinks: 'whole' }, { nextLinks: 'cursor' }],
		run: nextLinks,
	},
	'member-names': {
		what: 'Names and addresses of members are behind `ref:users` links of the same host.',
		source: 'Library: the CLI and platformsh-client-js',
		ifFalse:
			'a link to another host is not followed; who has no readable address is never a leaver',
		played: [
			{ foreignMemberLinks: { ref: ELSEWHERE } },
			{ omittedFields: ['email'], omittedFrom: ['list'] },
		],
		run: names,
	},
	'case-of-ids': {
		what: 'IDs are in lower case.',
		source: 'Inference: all samples are',
		ifFalse: 'nothing: they are compared whatever their case',
		played: [
			{ upperCaseIds: ['user'] },
			{ upperCaseIds: ['member'] },
			{ upperCaseIds: ['reference'] },
		],
		run: ids,
	},
	'error-body': {
		what: 'The body of an error is `{ error }`.',
		source: 'Page: OpenAPI, Error (before 2026: `{ status, message, code, detail, title }`)',
		ifFalse: 'both are read, and problem details too',
		played: [{ upsunErrors: 'detail' }],
		run: errorBody,
	},
	'access-of-others': {
		what: 'Who manages the people of an organization may read what they can reach.',
		source: 'Library: the CLI does (organization:user:projects)',
		ifFalse: 'what could not be read is in `notVisible`, and never called gone',
		played: [{ accessOfOthers: 'forbidden' }],
		run: access,
	},
	'email-lookup': {
		what: 'Others can be looked up by their email address.',
		source: 'Library: the CLI does',
		ifFalse: 'they are looked for among the people of the place',
		played: [{ emailLookups: 'forbidden' }],
		run: emailLookup,
	},
	'bare-lists': {
		what: 'A list of invitations, which has no pages, is whole.',
		source: 'Page: OpenAPI (a bare array)',
		ifFalse:
			'the largest page is asked for; a full one may be cut, and 409 tells of a pending invitation',
		played: [{ bareListSize: 2 }],
		run: bareList,
	},
};
