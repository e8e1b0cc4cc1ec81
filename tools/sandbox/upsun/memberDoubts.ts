import type { Doubts } from '../doubts/types';

type Links = Record<string, { href: string }>;

/** The links of a list of members, with those of a kind pointed at another host. */
export function linksOf(links: Links, { foreignMemberLinks }: Doubts): Links {
	return Object.fromEntries(
		Object.entries(links).map(([name, { href }]) => {
			const kind = name.startsWith('ref:') ? 'ref' : name;
			const origin = kind === 'ref' || kind === 'next' ? foreignMemberLinks[kind] : undefined;
			return [name, { href: `${origin ?? ''}${href}` }];
		}),
	);
}

/** An id as an answer of this kind writes it. */
export function idIn(kind: 'user' | 'member' | 'reference', id: string, doubts: Doubts): string {
	return doubts.upperCaseIds.includes(kind) ? id.toUpperCase() : id;
}
