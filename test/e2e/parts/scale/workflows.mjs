import { generatedId } from '../../../../tools/n8n/sandbox.mjs';
import { examples } from '../../../../tools/n8n/workflows.mjs';

/** @typedef {any} Json */

/** What a newcomer puts in the place of the sample: pages of the sandbox's generated people. */
const pageOf = (/** @type {string} */ value) => `const idOf = ${generatedId};
const { offset, rows } = $('Part').first().json.body;
return Array.from({ length: rows }, (_, i) => ({ json: { id: idOf(offset + i + 1), lastName: '${value}' } }));`;

/** The workflow with other parameters in some of its nodes. */
const withParameters = (
	/** @type {Json} */ workflow,
	/** @type {Record<string, (parameters: Json) => Json>} */ changes,
) => ({
	...workflow,
	nodes: workflow.nodes.map((/** @type {Json} */ one) =>
		changes[one.name]
			? { ...one, parameters: { ...one.parameters, ...changes[one.name](one.parameters) } }
			: one,
	),
});

/**
 * Both examples of the huge list, for a list of the sandbox's generated people.
 * @param {import('../../../../tools/n8n/workflows.mjs').Credential[]} credentials
 * @param {{ url: string, rows: number, partSize: number, value: string }} list `value`: the last name to write
 */
export function hugeList(credentials, { url, rows, partSize, value }) {
	const found = examples(credentials);
	const named = (/** @type {string} */ wanted) =>
		found.find(({ file }) => file === wanted)?.workflow;
	const path = `part-${value}`;
	return {
		parent: withParameters(named('huge-list.json'), {
			'How Many': () => ({ jsCode: `return [{ json: { rows: ${rows} } }];` }),
			Settings: ({ assignments }) => ({
				assignments: {
					assignments: assignments.assignments.map((/** @type {Json} */ one) => ({
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
