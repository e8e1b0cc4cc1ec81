import type { IDataObject } from 'n8n-workflow';

import { apiFailure } from '../shared/errors';
import { isRecord } from '../shared/objects';
import { type Path, pathOfLink } from '../shared/path';

/** The link of a page by its name, such as `next`; undefined where there is none. */
export function getLink(body: IDataObject, name: string): string | undefined {
	const link = isRecord(body._links) ? body._links[name] : undefined;
	return isRecord(link) && typeof link.href === 'string' ? link.href : undefined;
}

/** @throws Failure when the link would send the token to another host */
export function followed(link: string, baseUrl: string): Path {
	const path = pathOfLink(link, baseUrl);
	if (path !== undefined) return path;
	throw apiFailure('Upsun linked to another host, which is not followed');
}

/** The entries of a page that are objects. */
export const getItems = ({ items }: IDataObject): IDataObject[] =>
	Array.isArray(items) ? (items as unknown[]).filter(isRecord) : [];
