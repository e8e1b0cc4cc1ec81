import type { INode, INodeListSearchResult, NodeParameterValueType } from 'n8n-workflow';

import { workflowOf, type World } from './world';

type Service = 'ubidots' | 'upsun';

/** The node as it stands in the editor. */
export const nodeOf = (
	service: Service,
	parameters: Record<string, NodeParameterValueType> = {},
): INode => workflowOf({ service, parameters }, []).nodes[1];

/** What a picker of the editor shows: through n8n-core's load-options context. */
export async function openPicker(
	world: World,
	service: Service,
	method: string,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const node = nodeOf(service);
	return await world.engine.callMethod<INodeListSearchResult>(
		node,
		'listSearch',
		method,
		filter,
		paginationToken,
	);
}

/** The sentence that the editor shows in place of a list. */
export async function failureOf(
	opening: Promise<unknown>,
): Promise<Error & { description?: string }> {
	return await opening.then(
		() => new Error('The picker did not fail'),
		(error: Error) => error,
	);
}

export const names = ({ results }: INodeListSearchResult): string[] =>
	results.map(({ name }) => name);
export const values = ({ results }: INodeListSearchResult): unknown[] =>
	results.map(({ value }) => value);
