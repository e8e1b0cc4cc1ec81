import { startHttpServer } from '../../../../tools/n8n/loopback';
import type { Json } from '../../../../tools/n8n/rest';

/** Stands in for a language model: it speaks OpenAI's chat API, and decides by a script instead of thinking. */
export async function startFakeModel(
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
