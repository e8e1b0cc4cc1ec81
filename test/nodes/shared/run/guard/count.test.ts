import { Failure } from '../../../../../nodes/shared/errors';
import type { Field } from '../../../../../nodes/shared/form/fields';
import { text } from '../../../../../nodes/shared/form/fieldTypes';
import type { Limit } from '../../../../../nodes/shared/form/parse';
import {
	allowedRoundedUp,
	ChangeCount,
	isOver,
	limitText,
	overMaxChanges,
} from '../../../../../nodes/shared/run/guard';
import { refuseAll } from '../../../../../nodes/shared/run/summary';
import type { Row } from '../../../../../nodes/shared/run/operation';

const field = (name: string, more: Partial<Field> = {}): Field => ({
	name,
	displayName: name,
	description: name,
	type: text,
	...more,
});

const FIELDS = [
	field('company', { empty: '' }),
	field('tags', { empty: [] }),
	field('role', { empty: null }),
	field('username', { consequence: () => 'renamed' }),
	field('isActive', { consequence: (to) => (to === false ? 'deactivated' : undefined) }),
];

const users = (most: number): Limit => ({ most, isShare: false });
const share = (most: number): Limit => ({ most, isShare: true });

/** Of each user the fields that change, with their new values. */
function counted(...changes: Array<[user: string, changes: Record<string, unknown>]>): ChangeCount {
	const count = new ChangeCount();
	for (const [user, to] of changes) {
		const entries = Object.entries(to).map(([name, value]) => [name, { from: 'x', to: value }]);
		count.addChanges(user, FIELDS, Object.fromEntries(entries) as never);
	}
	return count;
}

describe('the users that would change', () => {
	it('are counted once, whatever the number of their rows', () => {
		const count = counted(['1', { company: 'A' }], ['2', { company: 'B' }], ['1', { role: 'C' }]);
		expect(count.size).toBe(2);
		expect(String(count)).toBe('2 users would change');
	});

	it('may be one, or none', () => {
		expect(String(counted(['1', { company: 'A' }]))).toBe('1 user would change');
		expect(String(new ChangeCount())).toBe('0 users would change');
	});

	it.each([
		['deactivated', { isActive: false }, 'deactivated'],
		['renamed', { username: 'new' }, 'renamed'],
		['emptied, as text', { company: '' }, 'with an emptied field'],
		['emptied, as a list', { tags: [] }, 'with an emptied field'],
		['emptied, as nothing', { role: null }, 'with an emptied field'],
	])('are named apart when they are %s', (_, to, what) => {
		const count = counted(['1', to], ['2', { company: 'B' }]);
		expect(String(count)).toBe(`2 users would change, 1 of them ${what}`);
	});

	it.each([{ isActive: true }, { tags: ['a'] }, { role: '' }, { company: ' ' }])(
		'are not named apart for %j',
		(to) => {
			expect(String(counted(['1', to]))).toBe('1 user would change');
		},
	);

	it('are named apart once for each consequence, the most frequent first', () => {
		const count = counted(
			['1', { username: 'a', isActive: false, company: '', tags: [] }],
			['2', { isActive: false, company: '' }],
			['2', { isActive: false }],
			['3', { isActive: false }],
			['4', { company: 'D' }],
		);
		expect(String(count)).toBe(
			'4 users would change, 3 of them deactivated, 2 with an emptied field and 1 renamed',
		);
	});

	it('may be counted without fields, for what happens to them as a whole', () => {
		const count = new ChangeCount();
		count.add('1', 'created');
		count.add('2');
		count.add('1', 'created');
		expect(String(count)).toBe('2 users would change, 1 of them created');
	});
});

describe('a limit', () => {
	it.each([
		[users(0), 0, 10, false],
		[users(0), 1, 10, true],
		[users(5), 5, 10, false],
		[users(5), 6, 10, true],
		[share(0), 0, 10, false],
		[share(0), 1, 10, true],
		[share(20), 2, 10, false],
		[share(20), 3, 10, true],
		// Of a user's part there is none.
		[share(20), 2, 14, false],
		[share(20), 3, 14, true],
		[share(20), 1, 4, true],
		[share(20), 1, 1, true],
		[share(12.5), 1, 8, false],
		[share(12.5), 2, 8, true],
		[share(100), 10, 10, false],
	])('of %j is over with %d of %d: %s', (limit, count, of, expected) => {
		expect(isOver(limit, count, of)).toBe(expected);
	});

	it('as a share is exact for every whole percentage', () => {
		const wrong = Array.from({ length: 101 }, (_, percent) => percent).filter(
			(percent) =>
				isOver(share(percent), percent * 7, 700) || !isOver(share(percent), percent * 7 + 1, 700),
		);
		expect(wrong).toEqual([]);
	});

	it('as a share is exact for percentages with decimals', () => {
		const wrong = Array.from({ length: 1001 }, (_, n) => n).filter(
			(n) => isOver(share(Number(`${n / 10}`)), n, 1000) || !isOver(share(n / 10), n + 1, 1000),
		);
		expect(wrong).toEqual([]);
		expect(isOver(share(4.35), 435, 10_000)).toBe(false);
		expect(isOver(share(4.35), 436, 10_000)).toBe(true);
	});

	it('as a share rounded up allows one of a few, and none only for 0%', () => {
		const most = (percent: number, of: number) => allowedRoundedUp(share(percent), of);
		expect([most(20, 1), most(20, 5), most(20, 6), most(0.1, 3), most(100, 7)]).toEqual([
			1, 1, 2, 1, 7,
		]);
		expect([most(0, 100), most(20, 0)]).toEqual([0, 0]);
		expect([most(29, 100), most(7, 100), most(14, 50), most(4.35, 10_000)]).toEqual([
			29, 7, 7, 435,
		]);
		expect(allowedRoundedUp(users(2), 100)).toBe(2);
	});

	it('is shown as it was entered', () => {
		expect(limitText(users(50), '500 users')).toBe('50');
		expect(limitText(share(12.5), '500 users')).toBe('12.5% of 500 users');
	});
});

describe('a run over Max Changes', () => {
	const count = counted(['1', { isActive: false }], ['2', { company: 'B' }]);
	const failure = (limit?: Limit, items = 9, refused = 0) => {
		const rows = Array.from({ length: items - refused }, (_, item) => ({ item, requested: {} }));
		return overMaxChanges(count, limit, rows, items, false);
	};

	it('says how many would change, of how many, and which option to raise', () => {
		expect(failure(users(1))?.message).toBe(
			"2 users would change, 1 of them deactivated: more than 'Max Changes' allows (1, for 9 input items). Nothing was written. Check the input; if it is right, raise 'Max Changes' in the options",
		);
		expect(failure(share(20))?.message).toContain(
			"more than 'Max Changes' allows (20% of 9 input items).",
		);
		expect(failure(share(20), 1)?.message).toContain('(20% of 1 input item)');
	});

	it('takes a share of the items that name somebody, and says so where there are others', () => {
		expect(failure(share(20), 10)).toBeUndefined();
		expect(failure(share(20), 10, 1)?.message).toContain(
			'(20% of the 9 of 10 input items that name a user)',
		);
		const failed: Row[] = [0, 1].map((item) => ({
			item,
			requested: {},
			result: new Failure('No'),
		}));
		expect(overMaxChanges(count, share(100), failed, 2, false)).toBeDefined();
	});

	it('has a code of its own', () => {
		expect(failure(users(1))?.details).toEqual({ code: 'maxChanges' });
	});

	it('is none at the limit, or without one', () => {
		expect(failure(users(2))).toBeUndefined();
		expect(failure()).toBeUndefined();
	});
});

describe('a run that is stopped before its first write', () => {
	const failure = new Failure('Too many', { details: { code: 'maxChanges' } });
	const own = new Failure('No such user');
	const rows = (): Row[] =>
		[undefined, own, 'unchanged'].map((result, item) => ({ item, requested: {}, result }));

	it('fails every row with Continue On Fail, and leaves those their failure that have one', () => {
		const stopped = rows();
		refuseAll({ continueOnFail: true }, stopped, failure);
		expect(stopped.map(({ result }) => result)).toEqual([failure, own, failure]);
	});

	it('ends without, and is about no single item', () => {
		expect(() => refuseAll({ continueOnFail: false }, rows(), failure)).toThrow(failure);
	});
});
