import { assert, check } from '../../../../tools/n8n/checks';
import { runCommand } from '../../../../tools/n8n/n8n';
import { chain, code, manual, ourNode } from '../../../../tools/n8n/workflows';
import type { World } from './index';

const ROWS = `return ['testt', 'otto-berg'].map((username) => ({ json: { username, tags: 'by-hand' } }));`;

/**
 * A workflow for the command line, which knows nothing of pinned data.
 * @returns its id
 */
export async function saveBulkUpdate({ rest, credentials }: World): Promise<string> {
	const columns = {
		mappingMode: 'autoMapInputData',
		value: {},
		matchingColumns: ['username'],
		schema: [],
	};
	const ours = ourNode(
		'ubidots',
		{ operation: 'bulkUpdate', columns, options: { confirm: true } },
		credentials.ubidots,
	);
	return (await rest.save(chain('by command line', [manual(), code(ROWS), ours]))).id;
}

/** `n8n execute`, with the server stopped: another process, with the same user folder. */
export async function checkCommandLine({ sandbox, server }: World, workflowId: string) {
	await check('`n8n execute` runs a bulk update by command line', async () => {
		await sandbox.reset();
		const { stdout } = await runCommand(['execute', `--id=${workflowId}`, '--rawOutput'], {
			N8N_USER_FOLDER: server.userFolder,
		});
		// The result goes through the logger, with other lines before it.
		const result = JSON.parse(stdout.slice(stdout.indexOf('\n{\n') + 1));
		// Not its status: n8n 2.0 calls a finished execution running here.
		assert.equal(result.data.resultData.error, undefined);
		const [task] = result.data.resultData.runData.Node;
		assert.equal(task.data.main[0].length, 2);
		assert.deepEqual((await sandbox.user('otto-berg')).tags, ['by-hand']);
	});
}
