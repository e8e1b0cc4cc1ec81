import type { IDataObject } from 'n8n-workflow';

import { apiFailure } from '../shared/errors';
import { isRecord } from '../shared/objects';

export function getLink(body: IDataObject, name: string): string | undefined {
	const link = isRecord(body._links) ? body._links[name] : undefined;
	return isRecord(link) && typeof link.href === 'string' ? link.href : undefined;
}

/** @throws Failure when the link would send the token to another host */
export function pathOfLink(link: string, baseUrl: string): string {
	const base = new URL(`${baseUrl}/`);
	const { origin, pathname, search } = new URL(link, base);
	if (origin !== base.origin) {
		throw apiFailure('Upsun linked to another host, which is not followed');
	}
	const prefix = base.pathname.replace(/\/$/, '');
	const isBelow = pathname.startsWith(`${prefix}/`);
	return (isBelow ? pathname.slice(prefix.length) : pathname) + search;
}

export const getItems = ({ items }: IDataObject): IDataObject[] =>
	Array.isArray(items) ? (items as unknown[]).filter(isRecord) : [];
