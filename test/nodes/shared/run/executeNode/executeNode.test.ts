import {
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	NodeOperationError,
} from 'n8n-workflow';

import { Failure } from '../../../../../nodes/shared/errors';
import { SENDING_SETTINGS } from '../../../../../nodes/shared/form/settings';
import type { Service } from '../../../../../nodes/shared/http/service';
import { executeNode } from '../../../../../nodes/shared/run/executeNode';
import type { AnyOperation, Outcome, Run } from '../../../../../nodes/shared/run/operation';
import { path } from '../../../../../nodes/shared/path';
import { markAsError } from '../../../../../nodes/shared/run/outputItems';
import { valueAt } from '../../form/itemOf';

const canceled = new Failure('The execution was canceled', { kind: 'canceled' });

interface How extends Partial<AnyOperation> {
	continueOnFail?: boolean;
	values?: IDataObject;
	/** An older n8n does not. */
	takesHints?: boolean;
	/** So many requests are answered by a 503. */
	busy?: number;
}

/** An operation that refuses items with a `bad` and gives back the others, on these items. */
function aNode(items: IDataObject[], how: How = {}) {
	const { continueOnFail, values, takesHints, busy = 0, ...changes } = how;
	const execution = new AbortController();
	const timeouts: unknown[] = [];
	const seen = { credentials: 0 };
	const hints: Array<{ message: string; location?: string }> = [];
	const parameters: IDataObject = { resource: 'thing', operation: 'echo', ...values };
	const context = {
		getInputData: () => items.map((json) => ({ json })),
		getNodeParameter: (name: string, _index: number, fallback: unknown) =>
			valueAt(parameters, name, fallback),
		continueOnFail: () => continueOnFail ?? false,
		getNode: () => ({ name: 'Node', type: 'node' }),
		async getCredentials() {
			seen.credentials++;
			return await Promise.resolve({});
		},
		getExecutionCancelSignal: () => execution.signal,
		...(takesHints !== false && { addExecutionHints: (hint: never) => hints.push(hint) }),
		helpers: {
			async httpRequestWithAuthentication(_type: string, { timeout }: { timeout: number }) {
				timeouts.push(timeout);
				const statusCode = timeouts.length <= busy ? 503 : 200;
				return await Promise.resolve({ statusCode, headers: {}, body: {} });
			},
		},
	} as unknown as IExecuteFunctions;
	const account = {
		...{ baseUrl: 'https://api.example.com', identity: 'x', requestsPerSecond: 0 },
		secrets: [],
	};
	const service = { account: () => account } as unknown as Service;
	const operation = {
		value: 'echo',
		settings: SENDING_SETTINGS,
		prepare({ json }: { json: IDataObject }) {
			if (json.bad) throw new Failure(`'Bad' is ${String(json.bad)}`);
			return { json };
		},
		async run(_run: Run, rows: Array<{ item: number; requested: { json: IDataObject } }>) {
			const outcomes = rows.map(({ item, requested: { json } }) => ({ items: [item], json }));
			return await Promise.resolve(outcomes);
		},
		...changes,
	} as unknown as AnyOperation;
	const other = { ...operation, value: 'other', run: () => Promise.reject(new Error('not this')) };
	const resource = {
		name: 'Thing',
		value: 'thing',
		operations: [other, operation],
		initial: 'echo',
	};
	const run = async () => {
		const [output] = await executeNode(context, service, [resource]);
		return output.map(({ json, pairedItem }) => [json, pairedItem]);
	};
	return { run, signal: execution.signal, timeouts, hints, seen };
}

const failureOf = async ({ run }: ReturnType<typeof aNode>) =>
	await run().then(
		() => new Error('It did not fail') as Error & { description?: string },
		(error: Error & { description?: string }) => error,
	);

const bad = (count: number) => Array.from({ length: count }, (_, n) => ({ bad: n + 1 }));

describe('what comes out of the node', () => {
	it('is nothing for no items, and nothing is read for them', async () => {
		const { run, seen } = aNode([], { values: { operation: 'none' } });
		expect(await run()).toEqual([]);
		expect(seen.credentials).toBe(0);
	});

	it('is an item for each result, in the order of the input, paired with it, and last what is of no item', async () => {
		const { run } = aNode([{ n: 0 }, { n: 1 }, { n: 2 }], {
			run: async () =>
				await Promise.resolve<Outcome[]>([
					{ items: [], json: { of: 'none' } },
					{ items: [1], json: { only: 1 } },
					{ items: [0], json: { one: 0 } },
					{ items: [0], json: { other: 0 } },
				]),
		});
		expect(await run()).toEqual([
			[{ one: 0 }, { item: 0 }],
			[{ other: 0 }, { item: 0 }],
			[{ only: 1 }, { item: 1 }],
			[{ of: 'none' }, undefined],
		]);
	});

	it('may be one item for several rows, paired with all of them', async () => {
		const { run } = aNode([{}, { bad: 1 }, {}], {
			continueOnFail: true,
			run: async () => await Promise.resolve([{ items: [0, 2], json: { users: 2 } }]),
		});
		expect(await run()).toEqual([
			[{ users: 2 }, [{ item: 0 }, { item: 2 }]],
			[{ error: "'Bad' is 1 [item 1]", details: {} }, { item: 1 }],
		]);
	});
});

describe('items that are refused', () => {
	it('end the run: the first with its reason, the others with theirs', async () => {
		const { message, description } = await failureOf(aNode([{}, ...bad(3)]));
		expect(message).toBe("'Bad' is 1 [item 1]");
		expect(description?.split('\n')).toEqual([
			'No request was sent.',
			"Failed: item 2 (1): 'Bad' is 2",
			"Failed: item 3 (1): 'Bad' is 3",
			"To go on with the 1 good item, set 'On Error' to 'Continue (using error output)' in the settings of the node: the others come out there.",
		]);
	});

	it('are named together where they have one reason', async () => {
		const { description } = await failureOf(
			aNode([{ bad: 7 }, {}, { bad: 8 }, ...[9, 9, 8].map((n) => ({ bad: n }))]),
		);
		expect(description?.split('\n')).toEqual([
			'No request was sent.',
			"Failed: items 2, 5 (2): 'Bad' is 8",
			"Failed: items 3-4 (2): 'Bad' is 9",
			expect.stringMatching(/^To go on with the 1 good item, /),
		]);
	});

	it('are named in the message where the first reason is that of several', async () => {
		const { message, description } = await failureOf(
			aNode([...[7, 7, 7, 8, 7].map((n) => ({ bad: n }))]),
		);
		expect(message).toBe("Items 0-2, 4: 'Bad' is 7");
		expect(description).toBe("No request was sent.\nFailed: item 3 (1): 'Bad' is 8");
	});

	it('are only counted beyond twenty reasons', async () => {
		const { description } = await failureOf(aNode(bad(24)));
		const lines = description?.split('\n') ?? [];
		expect([lines.length, lines.at(-2), lines.at(-1)]).toEqual([
			22,
			"Failed: item 20 (1): 'Bad' is 21",
			'… and 3 more like this',
		]);
	});

	it('are not looked at again by the check of all rows together', async () => {
		const checked: number[] = [];
		const { run } = aNode([{}, { bad: 1 }, {}], {
			continueOnFail: true,
			refuse: (rows) => checked.push(...rows.map(({ item }) => Number(item))),
		});
		await run();
		expect(checked).toEqual([0, 2]);
	});

	it('need no credential when there is no other', async () => {
		const { run, seen } = aNode(bad(2), { continueOnFail: true });
		expect(await run()).toHaveLength(2);
		expect(seen.credentials).toBe(0);
	});
});

describe('a failure of the run as a whole', () => {
	const wrong = { values: { options: { timeout: 'long' } } };

	it('ends the node, and says that nothing was sent', async () => {
		const { message, description } = await failureOf(aNode([{}, {}], wrong));
		expect(message).toContain("'Timeout (Seconds)' is 'long'");
		expect(description).toBe('No request was sent.');
	});

	it('is the outcome of every item with Continue On Fail', async () => {
		const output = await aNode([{}, {}], { ...wrong, continueOnFail: true }).run();
		const text = expect.stringContaining("'Timeout (Seconds)' is 'long'") as string;
		expect(output).toEqual([0, 1].map((item) => [{ error: text, details: {} }, { item }]));
	});

	it.each([true, false])(
		'ends the node when the user stopped it: Continue On Fail %s',
		async (on) => {
			const stopped = aNode([{}], {
				continueOnFail: on,
				run: async () => await Promise.reject(canceled),
			});
			expect((await failureOf(stopped)).message).toBe('The execution was canceled');
		},
	);
});

describe('while it runs', () => {
	it('a request that had to be sent again, within the time for retries, is told', async () => {
		jest.spyOn(Math, 'random').mockReturnValue(0.01);
		const { run, hints, timeouts } = aNode([{}], {
			busy: 2,
			values: { options: { retryTimeout: 30 } },
			async run({ client }) {
				await client.request({ method: 'GET', path: path`/`, idempotent: true, purpose: 'ask' });
				return [];
			},
		});
		await run();
		jest.restoreAllMocks();
		expect(timeouts).toHaveLength(3);
		expect(hints.map(({ message }) => message)).toEqual(['2 requests had to be sent again']);
	});

	it('what it comes to is said before all hints, and nothing twice', async () => {
		const { run, hints } = aNode([{ n: 1 }], {
			async run({ hint, headline }) {
				for (const text of ['A column is ignored', 'Some are off', 'A column is ignored'])
					hint(text);
				headline('Over the limit');
				headline('1 to update');
				return await Promise.resolve([]);
			},
		});
		await run();
		expect(hints.map(({ message }) => message)).toEqual([
			'Over the limit',
			'1 to update',
			'A column is ignored',
			'Some are off',
		]);
	});

	it('an n8n that takes no hints does without', async () => {
		const { run } = aNode([{ n: 1 }], {
			takesHints: false,
			async run({ hint }) {
				hint('So it was.');
				return await Promise.resolve([]);
			},
		});
		expect(await run()).toEqual([]);
	});

	it('however often in an execution, there is one listener on its signal', async () => {
		const { run, signal } = aNode([{}]);
		const added = jest.spyOn(signal, 'addEventListener');
		for (let loop = 0; loop < 5; loop++) await run();
		expect(added).toHaveBeenCalledTimes(1);
	});
});

const node = { name: 'Node' } as INode;
const json = { error: 'It is missing [item 0]', details: { code: 'missing' } };

/** An error item, marked. */
function marked(): INodeExecutionData {
	const item: INodeExecutionData = { json, pairedItem: { item: 0 } };
	markAsError(item, new NodeOperationError(node, json.error));
	return item;
}

describe('an item that is marked as an error', () => {
	it('says so to the n8n that looks for it on the item', () => {
		expect(marked().error?.message).toBe(json.error);
	});

	it('is the same as before to whoever copies or stores it', () => {
		expect({ ...marked() }).toEqual({ json, pairedItem: { item: 0 } });
		expect(JSON.parse(JSON.stringify(marked()))).toEqual({ json, pairedItem: { item: 0 } });
	});

	it('keeps its details when n8n reduces the json of error items to the message', () => {
		const item = marked();
		item.json = { error: json.error };
		expect(item.json).toEqual(json);
	});

	it('takes any later json', () => {
		const item = marked();
		item.json = { error: json.error };
		item.json = { other: true };
		expect(item.json).toEqual({ other: true });
		expect(Object.keys(item)).toEqual(['json', 'pairedItem']);
	});
});
