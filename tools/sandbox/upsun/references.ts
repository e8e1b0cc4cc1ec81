import { createHash } from 'node:crypto';

import { withoutOmitted } from '../doubts/omittedFields';
import type { Reply, Request } from '../http';
import { upsunError } from './errors';
import { idIn } from './memberDoubts';
import type { UpsunContext } from './context';

/** Small, so that an ordinary page of members needs `ref:users:0` and `ref:users:1`. */
const IDS_PER_LINK = 25;

/** `ref:users:0`, `ref:users:1`, ...: signed links to names and addresses. */
export function refLinks(ids: string[], base: string): Record<string, { href: string }> {
	const links: Record<string, { href: string }> = {};
	for (let n = 0; n * IDS_PER_LINK < ids.length; n += 1) {
		const list = ids.slice(n * IDS_PER_LINK, (n + 1) * IDS_PER_LINK).join(',');
		links[`ref:users:${n}`] = { href: `${base}/ref/users?in=${list}&sig=${signature(list)}` };
	}
	return links;
}

/** GET /ref/users?in=…&sig=…: a map of id to user reference, or null for an unknown one. */
export function getReferences({ query }: Request, { options, store }: UpsunContext): Reply {
	const list = query.get('in') ?? '';
	if (query.get('sig') !== signature(list)) {
		return upsunError(options, 400, 'The signature does not fit the list.');
	}
	const references = list.split(',').map((wanted) => {
		const user = store.byId(wanted);
		const id = idIn('reference', wanted, options);
		if (!user) return [id, null];
		const { username, email, first_name, last_name, picture } = user;
		const names = { id, username, email, first_name, last_name, picture };
		const reference = { ...names, mfa_enabled: false, sso_enabled: false };
		return [id, withoutOmitted(reference, 'list', options)];
	});
	return { status: 200, body: Object.fromEntries(references) as object };
}

function signature(list: string): string {
	return createHash('sha256').update(`sandbox:${list}`).digest('base64url').slice(0, 22);
}
