import { Pace, type Permit } from '../../../../../nodes/shared/http/pace/pace';

/** Sends as soon as it may, with answers that take so long, from so many requests at once. */
function send(pace: Pace, count: number, perSecond: number, from = 0, tookMs = () => 0): number[] {
	const times: number[] = [];
	let now = from;
	let open: Array<{ permit: Permit; at: number }> = [];
	while (times.length < count) {
		const due = open.filter(({ at }) => at <= now);
		for (const { permit, at } of due) pace.responded(permit, 200, at, 0.5);
		open = open.filter((one) => !due.includes(one));
		const next = Math.min(...open.map(({ at }) => at));
		const freeAt = pace.freeAt(perSecond);
		if (freeAt > now) now = Math.min(freeAt, next);
		else {
			times.push(now);
			open.push({ permit: pace.sent(now, perSecond, 0.5), at: now + tookMs() });
		}
	}
	return times;
}

const gaps = (times: number[]) => times.slice(1).map((time, index) => time - times[index]);
/** The shortest time in which one request more than the limit allows was sent. */
const tightest = (times: number[], limit: number) =>
	Math.min(...times.slice(limit).map((time, index) => time - times[index]));

describe('the pace of a process alone', () => {
	it.each([
		{ perSecond: 4, limit: 4, windowMs: 1000 },
		{ perSecond: 1, limit: 1, windowMs: 1000 },
		{ perSecond: 0.083, limit: 1, windowMs: 12_048 },
		{ perSecond: 2.5, limit: 2, windowMs: 800 },
		{ perSecond: 20, limit: 20, windowMs: 1000 },
	])('keeps $perSecond a second in any window, and uses 98 % of it', (given) => {
		const { perSecond, limit, windowMs } = given;
		const times = send(new Pace(), 100, perSecond);
		expect(tightest(times, limit)).toBeGreaterThan(windowMs);
		expect(times[99]).toBeLessThanOrEqual((99_000 / perSecond) * 1.0201);
	});

	it('is even, so that no burst of several arrives at once', () => {
		for (const gap of gaps(send(new Pace(), 20, 4))) expect(gap).toBeCloseTo(255, 6);
	});

	it('does not wait for answers that take longer than the window', () => {
		const times = send(new Pace(), 40, 4, 0, () => 1500);
		expect(times[39]).toBeLessThanOrEqual((39_000 / 4) * 1.1);
	});

	it('uses a slot later again when the answer before was late, because the request may have been', () => {
		const pace = new Pace();
		send(pace, 8, 4, 0, () => 20);
		const late = send(pace, 1, 4, 20_000, () => 20).concat(send(pace, 4, 4, 20_000, () => 100));
		expect(late.length).toBe(5);
		// The four before were sent from 20 s on, and answered 80 ms later than others.
		expect(pace.freeAt(4)).toBeGreaterThanOrEqual(late[1] + 1000 + 30);
	});

	it('saves up nothing in a rest', () => {
		const pace = new Pace();
		send(pace, 8, 4);
		for (const gap of gaps(send(pace, 8, 4, 3600_000))) expect(gap).toBeGreaterThanOrEqual(250);
	});

	it('is not there with 0', () => {
		expect(send(new Pace(), 3, 0)).toEqual([0, 0, 0]);
	});
});

describe('a refusal', () => {
	/** Sends so many, all refused at once. */
	const refuse = (pace: Pace, count: number, from: number) => {
		let now = from;
		for (let sent = 0; sent < count; sent++) {
			now = Math.max(now, pace.freeAt(4));
			pace.responded(pace.sent(now, 4, 0.5), sent % 2 ? 420 : 429, now, 0.5);
		}
		return now;
	};
	/** What is sent in so many seconds from then on. */
	const sentIn = (pace: Pace, seconds: number, from: number) => {
		let now = from;
		for (let count = 0; ; count++) {
			now = Math.max(now, pace.freeAt(4));
			if (now > from + seconds * 1000) return count;
			pace.responded(pace.sent(now, 4, 0.5), 200, now, 0.999);
		}
	};

	it.each([
		{ way: 'changes nothing where requests are late now and then', lateMs: 60, from: 38, to: 40 },
		{ way: 'slows down where none is ever late', lateMs: 0, from: 28, to: 36 },
	])('alone among many that were served $way', ({ lateMs, from, to }) => {
		const pace = new Pace();
		let count = 0;
		const [last] = send(pace, 20, 4, 0, () => 20 + (count++ % 5 ? 0 : lateMs)).slice(-1);
		const sent = sentIn(pace, 10, refuse(pace, 1, last + 255));
		expect(sent).toBeGreaterThanOrEqual(from);
		expect(sent).toBeLessThanOrEqual(to);
	});

	it('after refusal slows down, and quiet brings the rate back step by step', () => {
		const pace = new Pace();
		const now = refuse(pace, 8, 0);
		const sent = [0, 1, 2, 3, 4].map((turn) => sentIn(pace, 5, now + turn * 5000));
		expect(sent[0]).toBeLessThanOrEqual(5);
		expect(sent[1]).toBeLessThanOrEqual(12);
		expect(sent[4]).toBeGreaterThanOrEqual(18);
	});

	it('is remembered in a rest', () => {
		const pace = new Pace();
		const now = refuse(pace, 8, 0);
		expect(sentIn(pace, 3, now + 9 * 60_000)).toBeLessThanOrEqual(4);
	});

	it('of requests that were under way together counts once', () => {
		const [together, alone] = [new Pace(), new Pace()];
		const sent = [0, 255, 510, 765].map((at) => together.sent(at, 4, 0.5));
		for (const one of sent) together.responded(one, 429, 2000, 0.5);
		alone.responded(alone.sent(765, 4, 0.5), 429, 2000, 0.5);
		expect(together.freeAt(4)).toBe(alone.freeAt(4));
	});
});
