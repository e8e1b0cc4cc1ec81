import { generatedId } from '../../../../tools/n8n/sandbox';
import { examples } from '../../../../tools/n8n/workflows';
import type { Credential } from '../../../../tools/n8n/workflows';
import type { Json } from '../../../../tools/n8n/rest';

/** What a newcomer puts in the place of the sample: pages of the sandbox's generated people. */
const pageOf = (value: string) => `const idOf = ${generatedId};
const { offset, rows } = $('Part').first().json.body;
return Array.from({ length: rows }, (_, i) => ({ json: { id: idOf(offset + i + 1), lastName: '${value}' } }));`;

/** The workflow with other parameters in some of its nodes. */
const withParameters = (workflow: Json, changes: Record<string, (parameters: Json) => Json>) => ({
	...workflow,
	nodes: workflow.nodes.map((one: Json) =>
		changes[one.name]
			? { ...one, parameters: { ...one.parameters, ...changes[one.name](one.parameters) } }
			: one,
	),
});

/**
 * Both examples of the huge list, for a list of the sandbox's generated people.
 * @param list `value`: the last name to write
 */
export function hugeList(
	credentials: Credential[],
	{ url, rows, partSize, value }: { url: string; rows: number; partSize: number; value: string },
) {
	const found = examples(credentials);
	const named = (wanted: string) => found.find(({ file }) => file === wanted)?.workflow;
	const path = `part-${value}`;
	return {
		parent: withParameters(named('huge-list.json'), {
			'How Many': () => ({ jsCode: `return [{ json: { rows: ${rows} } }];` }),
			Settings: ({ assignments }) => ({
				assignments: {
					assignments: assignments.assignments.map((one: Json) => ({
						...one,
						value: one.name === 'partSize' ? partSize : `${url}/webhook/${path}`,
					})),
				},
			}),
		}),
		part: withParameters(named('huge-list-part.json'), {
			Part: () => ({ path }),
			Page: () => ({ jsCode: pageOf(value) }),
			'Bulk Update': ({ columns }) => ({ columns: { ...columns, matchingColumns: ['id'] } }),
		}),
	};
}
