import { createAgenda } from '../agenda';
import { createReadChanges } from '../doubts/readChanges';
import { decodeSegment } from '../http';
import type { Reply, Request } from '../http';
import { createIssuedTokens } from '../issuedTokens';
import type { Mail, ResolvedOptions, UpsunAccess } from '../types';
import { exchangeToken, refusal } from './auth';
import { notFound } from './errors';
import { listMembers, listOrganizations, organizationsOfUser } from './organizations';
import { getReferences } from './references';
import { ME } from './seedPeople';
import { UpsunStore } from './store';
import { changeEmail, getUser, resetPassword, updateUser } from './userRoutes';
import type { UpsunContext } from './context';

/** A credential's addresses may have a path prefix: everything is served below this one too. */
const PREFIX = '/upsun';

export interface Upsun {
	respond(request: Request): Reply;
	access: UpsunAccess;
	reset(): void;
}

/** The Upsun users API and its token exchange, in memory. */
export function createUpsun(options: ResolvedOptions): Upsun {
	const store = new UpsunStore(options);
	const tokens = createIssuedTokens('sandboxUpsunSession', () => options.now());
	const mails: Mail[] = [];
	const agenda = createAgenda(() => options.now());
	const readChanges = createReadChanges(options);
	const context: UpsunContext = { options, store, mails, agenda, readChanges };
	const reset = () => {
		store.reset(options.users);
		tokens.reset();
		mails.length = 0;
		agenda.reset();
		readChanges.reset();
	};
	reset();
	const access: UpsunAccess = {
		users() {
			agenda.settle();
			return structuredClone(store.all());
		},
		user(id) {
			agenda.settle();
			return structuredClone(store.byId(id));
		},
		get me() {
			agenda.settle();
			return structuredClone(store.byId(ME) ?? store.put({ id: ME }));
		},
		put: (user) => structuredClone(store.put(user)),
		expireAccessTokens: () => tokens.expire(),
		exchanges: () => tokens.count(),
		mails: () => [...mails],
	};
	const respond = (request: Request): Reply => {
		agenda.settle();
		const base = request.path.startsWith(`${PREFIX}/`) ? PREFIX : '';
		const [, ...segments] = request.path.slice(base.length).split('/').map(decodeSegment);
		const route = `${request.method} ${shapeOf(segments)}`;
		if (route === 'POST oauth2/token') return exchangeToken(request, tokens, options);
		return refusal(request, tokens) ?? answer(request, route, segments[1] ?? '', base, context);
	};
	return { respond, access, reset };
}

function answer(
	request: Request,
	route: string,
	key: string,
	base: string,
	context: UpsunContext,
): Reply {
	switch (route) {
		case 'GET users/*':
			return getUser(key, context);
		case 'PATCH users/*':
			return updateUser(request, key, context);
		case 'POST users/*/emailaddress':
			return changeEmail(request, key, context);
		case 'POST users/*/resetpassword':
			return resetPassword(key, context);
		case 'GET users/*/organizations':
			return organizationsOfUser(request, key, base, context);
		case 'GET organizations':
			return listOrganizations(request, base, context);
		case 'GET organizations/*/members':
			return listMembers(request, key, base, context);
		case 'GET ref/*':
			return key === 'users' ? getReferences(request, context) : notFound;
		default:
			return notFound;
	}
}

/** `users/<key>/emailaddress` without its key, which is at the second place everywhere. */
function shapeOf([first = '', second, ...rest]: string[]): string {
	if (second === undefined) return first;
	return [first, first === 'oauth2' ? second : '*', ...rest].join('/');
}
