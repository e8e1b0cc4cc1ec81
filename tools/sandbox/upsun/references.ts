import { createHash } from 'node:crypto';

import { withoutOmitted } from '../doubts';
import type { Reply } from '../http';
import type { Call } from './call';
import { notFound, upsunError } from './rules';
import type { UpsunContext } from './store';
import { idIn } from './userRoutes';
import { teamBody } from './people/teams';

type Kind = 'users' | 'teams' | 'organizations' | 'projects';

/** Small, so that an ordinary page of members needs `ref:users:0` and `ref:users:1`. */
const IDS_PER_LINK = 25;

/** `ref:users:0`, `ref:users:1`, ...: signed links to what the ids of a page stand for. */
export function refLinks(
	kind: Kind,
	all: string[],
	base: string,
): Record<string, { href: string }> {
	const ids = [...new Set(all)];
	const links: Record<string, { href: string }> = {};
	for (let n = 0; n * IDS_PER_LINK < ids.length; n += 1) {
		const list = ids.slice(n * IDS_PER_LINK, (n + 1) * IDS_PER_LINK).join(',');
		const href = `${base}/ref/${kind}?in=${list}&sig=${signature(kind, list)}`;
		links[`ref:${kind}:${n}`] = { href };
	}
	return links;
}

/** GET /ref/{kind}?in=…&sig=…: a map of id to reference, or null for what is gone. */
export function getReferences({ request: { query }, keys: [kind], context }: Call): Reply {
	const { options } = context;
	if (!Object.hasOwn(references, kind)) return notFound;
	const list = query.get('in') ?? '';
	if (query.get('sig') !== signature(kind, list)) {
		return upsunError(options, 400, 'The signature does not fit the list.');
	}
	const found = list.split(',').map((wanted) => {
		const reference = references[kind as Kind](wanted, context);
		const id = kind === 'users' ? idIn('reference', wanted, options) : wanted;
		return [id, reference && withoutOmitted(reference, 'list', options)];
	});
	return { status: 200, body: Object.fromEntries(found) as object };
}

const references: Record<Kind, (id: string, context: UpsunContext) => object | null> = {
	users(wanted, { store, options }) {
		const user = store.byId(wanted);
		if (!user) return null;
		const { username, email, first_name, last_name, picture } = user;
		const id = idIn('reference', wanted, options);
		const names = { id, username, email, first_name, last_name, picture };
		return { ...names, ...store.signInOf(wanted) };
	},
	teams(id, { places }) {
		const team = places.team(id);
		return team ? teamBody(team) : null;
	},
	organizations(id, { places }) {
		const organization = places.organization(id);
		if (!organization) return null;
		const { name, label, ownerId: owner_id, createdAt: created_at } = organization;
		const dates = { created_at, updated_at: created_at };
		return { id, type: 'flexible', owner_id, name, label, vendor: 'upsun', ...dates };
	},
	projects(id, { places }) {
		const project = places.project(id);
		if (!project) return null;
		const { organizationId: organization_id, title, status, createdAt: created_at } = project;
		return {
			id,
			organization_id,
			subscription_id: `s-${id}`,
			region: 'eu-5.platform.sh',
			title,
			type: 'grid',
			plan: 'upsun/flexible',
			status,
			created_at,
			updated_at: created_at,
		};
	},
};

function signature(kind: string, list: string): string {
	return createHash('sha256').update(`sandbox:${kind}:${list}`).digest('base64url').slice(0, 22);
}
