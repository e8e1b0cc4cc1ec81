import type { IDataObject, IHttpRequestOptions, ILoadOptionsFunctions } from 'n8n-workflow';

/** What the service answers to a path and its query: a body, or an error status. */
export type Answer = (path: string, query: IDataObject) => IDataObject | number;

/** The context of a picker without a server or an engine, and what was asked for through it. */
export function fakePicker(credentials: IDataObject, answer: Answer) {
	const asked: string[] = [];
	const queries: IDataObject[] = [];
	const context = {
		getNode: () => ({ name: 'Node', type: 'node' }),
		getCredentials: async () => await Promise.resolve(credentials),
		helpers: {
			async httpRequestWithAuthentication(_: string, { url, qs = {} }: IHttpRequestOptions) {
				asked.push(url);
				queries.push(qs as IDataObject);
				const given = answer(url, qs as IDataObject);
				await Promise.resolve();
				return typeof given === 'number'
					? { statusCode: given, headers: {}, body: { detail: 'No.' } }
					: { statusCode: 200, headers: {}, body: given };
			},
		},
	} as unknown as ILoadOptionsFunctions;
	return { context, asked, queries };
}
