import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';

import type { NodeSetup, World } from './world';

/** A person of the sandbox with organizations, tags and accents. */
export const AMARA = '64a1f0c2b7e4d90013aa0002';
export const JOSE = '64a1f0c2b7e4d90013aa0003';
export const LINH = '64a1f0c2b7e4d90013aa0004';
/** The owner of Upsun's token, and somebody else. */
export const ME = 'd81c8ee2-44b3-429f-b944-a33ad7437690';
export const AIKO = '7b3f2a10-5c4d-4e6f-8a90-000000000001';

export const CONTINUE = 'continueRegularOutput';
export const TO_ERROR_OUTPUT = 'continueErrorOutput';

type Parameters = Record<string, unknown>;

/** The Ubidots node with one operation. */
export const ubidots = (
	operation: string,
	parameters: Parameters = {},
	onError?: INode['onError'],
): NodeSetup => ({
	service: 'ubidots',
	parameters: { operation, ...parameters } as INodeParameters,
	onError,
});

/** The Upsun node with one operation. */
export const upsun = (
	operation: string,
	parameters: Parameters = {},
	onError?: INode['onError'],
): NodeSetup => ({ ...ubidots(operation, parameters, onError), service: 'upsun' });

export interface SentRequest {
	method: string;
	path: string;
	query?: Record<string, string>;
	body?: unknown;
}

/** What left, in the order of arrival, with query and body where there was one. */
export const sent = ({ sandbox }: World): SentRequest[] =>
	sandbox.journal.entries().map(({ method, path, query, body }) => ({
		method,
		path,
		...(Object.keys(query).length > 0 && { query }),
		...(body !== undefined && { body }),
	}));

/** The queries that left, for lists. */
export const queries = ({ sandbox }: World): Array<Record<string, string>> =>
	sandbox.journal.entries().map(({ query }) => query);

/** Sends Upsun's bearer token as it is, so that no exchange stands among the requests. */
export const useAccessToken = (world: World) =>
	world.setCredential('upsun', {
		authentication: 'accessToken',
		accessToken: world.sandbox.secrets.upsunAccessToken,
	});

/** One property of every item, in order. */
export const column = (items: ReadonlyArray<{ json: IDataObject }>, name: string): unknown[] =>
	items.map(({ json }) => json[name]);

export const numbers = (count: number): IDataObject[] =>
	Array.from({ length: count }, (_, index) => ({ number: index }));
