import { type Bisection, Search, sendBatch } from '../../../../../nodes/Ubidots/user/bulk/bisect';
import type { Planned } from '../../../../../nodes/Ubidots/user/bulk/rows';
import { apiFailure, Failure, NotSent } from '../../../../../nodes/shared/errors';
import type { ApiMessage } from '../../../../../nodes/shared/http/errorBody';
import { MAYBE_APPLIED, RefusedRequest } from '../../../../../nodes/shared/http/errors';
import { resultOf } from '../../../../../nodes/shared/run/summary';
import { aPlan } from './planned';

/** Of one batch, and of one run beside one for each accepted row. */
const MOST = 120;

const rowsOf = (count: number): Planned[] =>
	Array.from({ length: count }, (_, item) => aPlan(item, `u${item}`, {}));

const placeOf = ({ row }: Planned) => Number(row.item);

const REFUSED = 'Ubidots answered 400: Validation Error';

/** What the service makes of the rows of one request; undefined when it accepts them. */
type Answer = (rows: readonly Planned[]) => Error | undefined;

/** Refuses requests with one of these rows. */
const refusing =
	(bad: number[], said: (rows: readonly Planned[]) => ApiMessage = () => ({})): Answer =>
	(rows) =>
		rows.some((row) => bad.includes(placeOf(row)))
			? new RefusedRequest(REFUSED, 400, said(rows), false)
			: undefined;
const refusingAll: Answer = () => new RefusedRequest(REFUSED, 400, {}, false);

/** Refuses like `refusing`, with a message for each bad row. */
const naming = (bad: number[]) =>
	refusing(bad, (rows) => ({
		rows: rows.map(
			(row): Record<string, string[]> =>
				bad.includes(placeOf(row)) ? { email: ['No address.'] } : {},
		),
	}));

async function send(rows: Planned[], answer: Answer, changes: Partial<Bisection> = {}) {
	const sent: number[][] = [];
	let thrown: unknown;
	const how: Bisection = {
		isolate: true,
		search: new Search(),
		async patch(part) {
			sent.push(part.map(placeOf));
			const error = answer(part);
			if (error) throw error;
			return `task-${sent.length}`;
		},
		endedBy: () => undefined,
		...changes,
	};
	await sendBatch(rows, how).catch((error: unknown) => (thrown = error));
	const texts = rows.map(({ row: { result } }) =>
		result instanceof Failure ? result.message : '',
	);
	return { sent, thrown, search: how.search, texts };
}

const places = (texts: string[], what: RegExp) =>
	texts.flatMap((text, at) => (what.test(text) ? [at] : []));

it('a row that was only refused does not quote that another may have been carried out', async () => {
	const rows = rowsOf(4);
	const answer: Answer = (part) =>
		part.length === 4
			? new RefusedRequest(REFUSED, 400, {}, false)
			: apiFailure(`The connection was closed${MAYBE_APPLIED}`);
	const { texts } = await send(rows, answer);
	expect(places(texts, /carried out anyway/)).toEqual([0, 1]);
	expect(places(texts, /could not be sent again: The connection was closed/)).toEqual([2, 3]);
});

describe('a batch that is accepted', () => {
	it('is one request, and every row has its task', async () => {
		const rows = rowsOf(3);
		const { sent, search } = await send(rows, () => undefined);
		expect(sent).toEqual([[0, 1, 2]]);
		expect(rows.map(({ row }) => row.result)).toEqual(
			rows.map(() => ({ status: 'accepted', taskId: 'task-1' })),
		);
		// Accepted rows pay for later searches.
		expect(search.requestsLeft).toBe(MOST + 3);
	});

	it('is no request at all without rows', async () => {
		const { sent } = await send([], () => undefined);
		expect(sent).toEqual([]);
	});
});

describe('a batch that is refused without a word about which row', () => {
	it('is halved, the first half the larger one, until the bad row is alone', async () => {
		const rows = rowsOf(5);
		const { sent, texts, search, thrown } = await send(rows, refusing([1]));
		expect(sent).toEqual([[0, 1, 2, 3, 4], [0, 1, 2], [0, 1], [0], [1], [2], [3, 4]]);
		expect(texts).toEqual(['', REFUSED, '', '', '']);
		expect(rows.map(({ row }) => resultOf(row)?.taskId)).toEqual([
			'task-4',
			undefined,
			'task-6',
			'task-7',
			'task-7',
		]);
		expect(search.requestsLeft).toBe(MOST - 6 + 4);
		expect(search.isInVain).toBe(false);
		expect(thrown).toBeUndefined();
	});

	it('fails as it was refused when it has one row', async () => {
		const rows = rowsOf(1);
		const { sent, search } = await send(rows, (part) =>
			refusing([0], () => ({ code: 400001, fields: { email: ['No.'] } }))(part),
		);
		expect(sent).toEqual([[0]]);
		expect(rows[0].row.result).toMatchObject({
			message: REFUSED,
			kind: 'api',
			details: { httpCode: '400', code: 400001, fields: { email: ['No.'] } },
		});
		expect(search.requestsLeft).toBe(MOST);
	});

	it('fails as a whole, as it was refused, where bad rows are not to be isolated', async () => {
		const { sent, texts } = await send(rowsOf(4), refusing([1]), { isolate: false });
		expect(sent).toHaveLength(1);
		expect(texts).toEqual([REFUSED, REFUSED, REFUSED, REFUSED]);
	});

	it.each(['Missing header: x-bulk-operation', 'X-BULK-OPERATION is required'])(
		'fails as a whole when it is not about rows: %s',
		async (text) => {
			const { sent, texts } = await send(
				rowsOf(2),
				refusing([1], () => ({ text })),
			);
			expect(sent).toHaveLength(1);
			expect(texts).toEqual([REFUSED, REFUSED]);
		},
	);
});

describe('a batch that is refused with a message by row', () => {
	it('fails the named rows with their own messages, and sends the others once more', async () => {
		const rows = rowsOf(4);
		const { sent, texts, search } = await send(rows, naming([0, 2]));
		expect(sent).toEqual([
			[0, 1, 2, 3],
			[1, 3],
		]);
		const own = (at: number) => `Ubidots refused the user 'u${at}': email: No address.`;
		expect(texts).toEqual([own(0), '', own(2), '']);
		expect(rows[0].row.result).toMatchObject({
			details: { httpCode: '400', fields: { email: ['No address.'] } },
		});
		expect(search.requestsLeft).toBe(MOST - 1 + 2);
	});

	it('sends nothing more when all rows are named', async () => {
		const { sent, texts } = await send(rowsOf(2), naming([0, 1]));
		expect(sent).toHaveLength(1);
		expect(places(texts, /^Ubidots refused the user/)).toEqual([0, 1]);
	});

	it('says of the others that it was not their fault, where bad rows are not to be isolated', async () => {
		const { sent, texts } = await send(rowsOf(3), naming([1]), { isolate: false });
		expect(sent).toHaveLength(1);
		const others = 'Not updated: Ubidots refused the request because of other rows in it';
		expect(texts).toEqual([others, expect.stringContaining("'u1'"), others]);
	});

	it('is not believed where there is not one entry for each row, or no message at all', async () => {
		const short = await send(
			rowsOf(2),
			refusing([1], () => ({ rows: [{ email: ['No.'] }] })),
		);
		expect(short.sent).toEqual([[0, 1], [0], [1]]);
		expect(short.texts).toEqual(['', expect.stringContaining('email: No.')]);
		const silent = await send(
			rowsOf(4),
			refusing([1], (rows) => ({ rows: rows.map(() => ({})) })),
		);
		expect(silent.sent).toEqual([[0, 1, 2, 3], [0, 1], [0], [1], [2, 3]]);
		expect(silent.texts).toEqual(['', REFUSED, '', '']);
	});
});

describe('the requests that a search may cost', () => {
	it('are 120 for a batch, and the rest may be fine', async () => {
		const rows = rowsOf(200);
		const odd = rows.map(placeOf).filter((place) => place % 2 === 1);
		const { sent, texts } = await send(rows, refusing(odd));
		// The halves that are left when the number is reached are still sent, but not halved again.
		expect(sent).toHaveLength(MOST + 3);
		const left = places(
			texts,
			/^Not updated, although the row may be fine: the requests allowed for it did not find/,
		);
		expect(left.length).toBeGreaterThan(0);
		expect(texts[left[0]]).toBe(
			`Not updated, although the row may be fine: the requests allowed for it did not find the bad rows. Run these rows again, or lower 'Batch Size'. ${REFUSED}`,
		);
		expect(places(texts, /^$/).every((at) => !odd.includes(at))).toBe(true);
	});

	it.each([
		[0, 1],
		[1, 1],
		[2, 3],
	])(
		'are what the run has left: with %i more, %i requests for two rows',
		async (left, requests) => {
			const search = new Search();
			search.spend(MOST - left);
			expect(search.requestsLeft).toBe(left);
			const { sent } = await send(rowsOf(2), refusing([1]), { search });
			expect(sent).toHaveLength(requests);
		},
	);

	it.each([
		[0, 1],
		[1, 2],
	])('are one to send the unnamed rows again: with %i more, %i in all', async (left, requests) => {
		const search = new Search();
		search.spend(MOST - left);
		const { sent } = await send(rowsOf(2), naming([1]), { search });
		expect(sent).toHaveLength(requests);
	});
});

describe('a search that finds no good row', () => {
	const inVain = async (count: number) => {
		const search = new Search();
		await send(rowsOf(count), refusingAll, { search });
		return search;
	};

	it('is in vain after 20 rows', async () => {
		expect((await inVain(19)).isInVain).toBe(false);
		expect((await inVain(20)).isInVain).toBe(true);
	});

	it('adds up over batches, until a row is accepted', async () => {
		const search = await inVain(10);
		await send(rowsOf(9), refusingAll, { search });
		expect(search.isInVain).toBe(false);
		await send(rowsOf(10), refusing([0]), { search });
		await send(rowsOf(10), refusingAll, { search });
		expect(search.isInVain).toBe(false);
		await send(rowsOf(10), refusingAll, { search });
		expect(search.isInVain).toBe(true);
	});

	it('keeps the rows of the next batches from being tried one by one', async () => {
		const search = await inVain(20);
		const { sent, texts } = await send(rowsOf(4), refusing([1]), { search });
		expect(sent).toHaveLength(1);
		expect(texts[0]).toBe(
			`Not updated, although the row may be fine: every row of an earlier request was refused, so the rows of this one were not tried one by one. ${REFUSED}`,
		);
		const alone = await send(rowsOf(1), refusingAll, { search });
		expect(alone.texts).toEqual([REFUSED]);
	});

	it('does not keep rows from being sent again when the bad ones are named', async () => {
		const search = await inVain(20);
		const { sent, texts } = await send(rowsOf(3), naming([1]), { search });
		expect(sent).toEqual([
			[0, 1, 2],
			[0, 2],
		]);
		expect(places(texts, /^$/)).toEqual([0, 2]);
		expect(search.isInVain).toBe(false);
	});
});

describe('a request that was refused after an attempt that may have been applied', () => {
	const maybe = (bad: number[]): Answer => {
		const refuse = refusing(bad);
		return (rows) => refuse(rows) && new RefusedRequest(REFUSED, 400, {}, rows.length === 3);
	};

	it('says so of each row that failed', async () => {
		const { texts } = await send(rowsOf(3), maybe([1]));
		expect(texts).toEqual(['', `${REFUSED}${MAYBE_APPLIED}`, '']);
	});

	it('says so of rows that could not be sent again', async () => {
		const broken = apiFailure('It broke.', { httpCode: '500' });
		const answer: Answer = (rows) => (rows.length === 3 ? maybe([1])(rows) : broken);
		const { texts } = await send(rowsOf(3), answer);
		expect(texts.map((text) => text.split(MAYBE_APPLIED).length)).toEqual([2, 2, 2]);
	});
});

describe('a request that fails for another reason', () => {
	const broken = apiFailure('It broke', { httpCode: '500' });
	/** Bad row 0 alone, then a failure for good when row 1 comes. */
	const breaking =
		(error: Error): Answer =>
		(rows) =>
			placeOf(rows[0]) === 0 ? refusing([0])(rows) : error;

	it('fails its rows, and is passed on', async () => {
		const { sent, thrown, texts } = await send(rowsOf(2), () => broken);
		expect(sent).toHaveLength(1);
		expect(thrown).toBe(broken);
		expect(texts).toEqual(['It broke', 'It broke']);
	});

	it.each([401, 403, 404, 413, 422])('is not taken apart after a %i', async (status) => {
		const refused = new RefusedRequest('No', status, {}, false);
		const { sent, thrown } = await send(rowsOf(4), () => refused);
		expect(sent).toHaveLength(1);
		expect(thrown).toBe(refused);
	});

	it('says of the rows that were to be sent again why they were not', async () => {
		const rows = rowsOf(4);
		const { sent, thrown, texts } = await send(rows, breaking(broken));
		expect(sent).toEqual([[0, 1, 2, 3], [0, 1], [0], [1]]);
		expect(thrown).toBe(broken);
		const notAgain =
			'Not updated: Ubidots refused the request because of other rows in it, and this row could not be sent again: It broke';
		expect(texts).toEqual([REFUSED, 'It broke', notAgain, notAgain]);
		expect(rows[2].row.result).toMatchObject({ kind: 'api', details: { httpCode: '500' } });
	});

	it('names what has ended the run meanwhile', async () => {
		const earlier = apiFailure('Another request broke', { httpCode: '503' });
		const { texts } = await send(rowsOf(4), breaking(new NotSent()), { endedBy: () => earlier });
		const notAgain = expect.stringMatching(
			/this row could not be sent again: Another request broke$/,
		);
		expect(texts).toEqual([REFUSED, notAgain, notAgain, notAgain]);
	});

	it.each([new NotSent(), new Failure('Stopped', { kind: 'canceled' })])(
		'leaves rows open that were never sent: $message',
		async (failure) => {
			const rows = rowsOf(2);
			const { thrown } = await send(rows, () => failure);
			expect(thrown).toBe(failure);
			expect(rows.map(({ row }) => row.result)).toEqual([undefined, undefined]);
		},
	);
});
