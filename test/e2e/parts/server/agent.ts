import { assert, check } from '../../checks';
import { errorOf, examples, outputOf } from '../../../../tools/n8n/workflows';
import type { World } from './index';
import type { Json } from '../../../../tools/n8n/rest';
import { startHttpServer } from '../../../../tools/n8n/loopback';

const FILE = 'agent-tool.json';

/** Looks for Kai, then moves the one it found, then says so. */
function decide(messages: Json[]) {
	const [found, changed] = messages.filter(({ role }) => role === 'tool');
	if (changed) return { text: 'Done.' };
	if (!found) return { tool: 'Find_Users', input: { search: 'Kai' } };
	const id = /"id":\s*"([^"]+)"/.exec(JSON.stringify(found.content).replaceAll('\\"', '"'))?.[1];
	return { tool: 'Change_Time_Zone', input: { user_id: id, time_zone: 'America/Los_Angeles' } };
}

/** The agent example, with a scripted model in the place of a real one. */
export async function checkAgent(world: World) {
	const { rest, sandbox, credentials } = world;
	const model = await startFakeModel(decide);
	await check(`examples/${FILE} finds a user and changes one field through the tools`, async () => {
		await sandbox.reset();
		const openAi = await rest.post('/credentials', {
			name: 'Scripted model',
			type: 'openAiApi',
			data: { apiKey: 'none', url: model.url },
		});
		const example = examples(Object.values(credentials)).find(({ file }) => file === FILE);
		const { workflow } = example ?? {};
		// As it is imported, the tool that writes is deactivated.
		for (const one of workflow.nodes) delete one.disabled;
		const modelNode = workflow.nodes.find(({ name }: Json) => name === 'Model');
		modelNode.credentials = { openAiApi: { id: openAi.id, name: openAi.name } };
		const execution = await world.execute(workflow);
		assert.equal(execution.status, 'success', errorOf(execution)?.message);
		assert.equal(outputOf(execution, 'Agent')[0].output, 'Done.');
		assert.equal((await sandbox.user('kai-makoa')).timezone, 'America/Los_Angeles');
		const written = (await sandbox.journal()).filter(({ method }) => method === 'PATCH');
		assert.deepEqual(
			written.map(({ body }) => body),
			[{ timezone: 'America/Los_Angeles' }],
		);
	});
	await check('the model is told what each tool is for and what belongs in each field', () => {
		const tools = (model.requests[0]?.tools ?? []).map((one: Json) => one.function);
		assert.deepEqual(tools.map(({ name }: Json) => name).sort(), [
			'Change_Time_Zone',
			'Find_Users',
		]);
		for (const { name, description, parameters } of tools) {
			assert.ok(description, `${name} has no description`);
			for (const [field, schema] of Object.entries(parameters.properties)) {
				assert.ok((schema as Json).description, `${name}.${field} has no description`);
			}
		}
	});
	model.close();
}

/** Stands in for a language model: it speaks OpenAI's chat API, and decides by a script instead of thinking. */
async function startFakeModel(
	decide: (messages: Json[]) => { tool: string; input: Json } | { text: string },
) {
	const requests: Json[] = [];
	const { url, close } = await startHttpServer(async (request, response) => {
		let text = '';
		for await (const chunk of request) text += chunk;
		if (!request.url?.endsWith('/chat/completions')) {
			response.statusCode = 404;
			return response.end('{}');
		}
		const asked = JSON.parse(text);
		requests.push(asked);
		const answer = completion(decide(asked.messages), requests.length);
		if (!asked.stream) {
			response.setHeader('content-type', 'application/json');
			return response.end(JSON.stringify(answer));
		}
		response.setHeader('content-type', 'text/event-stream');
		return response.end(`data: ${JSON.stringify(asChunk(answer))}\n\ndata: [DONE]\n\n`);
	});
	return { url: `${url}/v1`, requests, close };
}

function completion(decision: Json, count: number) {
	const call = decision.tool && {
		id: `call_${count}`,
		type: 'function',
		function: { name: decision.tool, arguments: JSON.stringify(decision.input) },
	};
	return {
		id: `answer_${count}`,
		object: 'chat.completion',
		created: 0,
		model: 'scripted',
		choices: [
			{
				index: 0,
				message: {
					role: 'assistant',
					content: decision.text ?? null,
					...(call && { tool_calls: [call] }),
				},
				finish_reason: call ? 'tool_calls' : 'stop',
			},
		],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}

/** The same answer as the one chunk of a stream. */
function asChunk(answer: Json) {
	const [{ message, ...choice }] = answer.choices;
	const tool_calls = message.tool_calls?.map((call: Json, index: number) => ({ index, ...call }));
	const delta = { ...message, ...(tool_calls && { tool_calls }) };
	return { ...answer, object: 'chat.completion.chunk', choices: [{ ...choice, delta }] };
}
