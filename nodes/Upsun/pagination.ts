import type { IDataObject } from 'n8n-workflow';

import { apiFailure } from '../shared/errors';
import { isRecord } from '../shared/objects';

/** The address of one link of a response. */
export function getLink(body: IDataObject, name: string): string | undefined {
	const link = isRecord(body._links) ? body._links[name] : undefined;
	return isRecord(link) && typeof link.href === 'string' ? link.href : undefined;
}

/**
 * The path of a link from a response, below the account's base address.
 * @throws Failure when it leads to another host: the token would go there
 */
export function pathOfLink(link: string, baseUrl: string): string {
	const base = new URL(`${baseUrl}/`);
	const { origin, pathname, search } = new URL(link, base);
	if (origin !== base.origin) {
		throw apiFailure('Upsun linked to another host, which is not followed');
	}
	const prefix = base.pathname.replace(/\/$/, '');
	const isBelow = prefix !== '' && pathname.startsWith(`${prefix}/`);
	return (isBelow ? pathname.slice(prefix.length) : pathname) + search;
}

/** The entries of one page of a list. */
export const getItems = ({ items }: IDataObject): IDataObject[] =>
	Array.isArray(items) ? (items as unknown[]).filter(isRecord) : [];
