import { generateNodeTypeFile } from '@n8n/workflow-sdk/scripts/generate-types';

import { NODES } from './walk';

/** What a model that writes workflows reads of a node: n8n makes it of the description, for its assistant and its MCP server. */
const [ubidots, upsun] = NODES.map(({ description }) =>
	// Its types are those of n8n's own nodes, narrower than the ones that a node is written with.
	generateNodeTypeFile(description as Parameters<typeof generateNodeTypeFile>[0]),
);

/** The part about the parameters of one operation for users. */
const partOf = (text: string, operation: string) => {
	const [, part = ''] = text.split(new RegExp(`resource: 'user';\\s+operation: '${operation}';`));
	return part.split('\nexport type')[0];
};

/** The comment right above a parameter. */
function commentOf(text: string, name: string): string {
	const end = text.search(new RegExp(`^ *${name}\\??:`, 'm'));
	return text.slice(text.lastIndexOf('/**', end), end);
}

describe('a model that writes a workflow with Ubidots reads', () => {
	it('which operation is for whom', () => {
		expect(ubidots).toMatch(/One person: update or create. Many at once: bulkUpdate/);
		expect(ubidots).toMatch(/joiners and leavers: sync/);
	});

	it.each(['bulkUpdate', 'sync'])('the whole shape of the columns of %s', (operation) => {
		const comment = commentOf(partOf(ubidots, operation), 'columns');
		expect(comment).toContain(
			"{ mappingMode: 'autoMapInputData', value: null, matchingColumns: ['email'] }",
		);
		expect(comment).toContain("mappingMode: 'defineBelow'");
		expect(comment).toContain('An empty cell empties the field');
	});

	it('that Sync needs the whole list, and writes nothing until it is told to', () => {
		const sync = partOf(ubidots, 'sync');
		expect(commentOf(sync, 'dryRun')).toContain('Left out means true: nothing is ever written');
		expect(commentOf(sync, 'leavers')).toContain('The whole list must arrive in one run');
	});

	it.each([
		['update', 'skipUnchanged'],
		['bulkUpdate', 'skipUnchanged'],
		['bulkUpdate', 'confirm'],
		['sync', 'confirm'],
	])('what it means to leave out, of %s, the option %s', (operation, option) => {
		const comment = commentOf(partOf(ubidots, operation), option);
		expect(comment).toContain('@builderHint Off when this key is left out');
	});

	it('nothing of the kind about an option whose default holds anyway', () => {
		expect(commentOf(partOf(ubidots, 'bulkUpdate'), 'isolateBadRows')).not.toContain('left out');
	});
});

it('a model that writes a workflow with Upsun reads what it is for', () => {
	expect(upsun).toContain('Reads and updates user profiles of Upsun');
	expect(commentOf(partOf(upsun, 'update'), 'skipUnchanged')).toContain('Off when this key');
});

it.each([ubidots, upsun])('a model reads it all at once, so it is short', (text) => {
	expect(text.length).toBeLessThan(60_000);
});
