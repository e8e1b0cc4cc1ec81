import { isOverLimit } from '../../statuses';
import { LatencyMargin } from './latencyMargin';

/** A request that was let go. */
export interface Permit {
	/** When, in milliseconds. */
	readonly at: number;
	/** The configured requests per second. */
	readonly ceiling: number;
	/** How long its response took. */
	tookMs?: number;
}

/** What a refusal leaves of the rate: the factor of CUBIC (RFC 9438, section 4.6) and of the adaptive retries of the AWS SDKs. */
const DECREASE = 0.7;
/**
 * How much of the ceiling each window brings back. Measured in tools/fleet: twice as much makes 32 % of the responses of four processes
 * refusals instead of 21 %, half as much makes the runs of three processes 12 % longer.
 */
const INCREASE = 0.05;
/** Everything is this much slower than the limit, so that there is room for a process that comes along. */
const ROOM = 1.02;
/** At the ceiling, one refusal after so many served in a row is a late arrival, where requests may be late by more than that room. */
const TOLERATED_AFTER = 4;
/** Clocks count in whole milliseconds: those of both sides, and the timer. */
const TICK_MS = 3;
/** A request that comes later than this after it was free to go did not wait for that. */
const PROMPT_MS = 20;

/** A limit of 4 a second is one of 4 slots in a window of a second, one of 5 a minute one slot in a window of 12 seconds. */
const slotsOf = (ceiling: number) => Math.max(1, Math.floor(ceiling));
const windowMsOf = (ceiling: number) => (1000 * slotsOf(ceiling)) / ceiling;
const gapMsOf = (rate: number) => (1000 / rate) * ROOM;

/** From 0.5 to 1.5: two processes that met shall not meet again. */
const jitter = (random: number) => 0.5 + random;

/**
 * When the next request of an account may be sent: a pure function of what was sent and answered when, without clock, timer or chance.
 *
 * - A limit is kept by slots: a request is sent one window after the one that used its slot before, plus what that one may have been late
 *   (`LatencyMargin`). That holds in a sliding and in a fixed window and in a bucket, however long responses take.
 * - A limit is shared by additive increase and multiplicative decrease, as TCP shares a line (Chiu and Jain, 1989): processes that do not
 *   know each other end up with equal parts.
 */
export class Pace {
	private readonly margin = new LatencyMargin();
	/** Requests per second; Infinity = the ceiling. */
	private rate = Infinity;
	private increasedAt = -Infinity;
	private refusedAt = -Infinity;
	/** Since the last refusal. */
	private served = 0;
	private nextAt = -Infinity;
	/** The latest that were not refused, oldest first. */
	private recent: Permit[] = [];

	/** The time from which the next request may be sent. */
	freeAt(ceiling: number): number {
		const share = Math.min(1, this.rate / ceiling);
		const slots = Math.max(1, Math.floor(slotsOf(ceiling) * share));
		const before = this.recent[this.recent.length - slots];
		if (!before) return this.nextAt;
		const lateMs = TICK_MS + this.margin.of(before.tookMs);
		const windowMs = windowMsOf(ceiling);
		return Math.max(this.nextAt, before.at + Math.max(windowMs * ROOM, windowMs + lateMs));
	}

	/**
	 * To be called when a request is let go.
	 * @param random from 0 to 1
	 */
	sent(now: number, ceiling: number, random: number): Permit {
		const permit: Permit = { at: now, ceiling };
		this.increase(now, ceiling);
		const gapMs = this.gapMs(ceiling) * (this.rate < ceiling ? jitter(random) : 1);
		// Who waited for a slot makes up for up to half a gap of it; a rest saves nothing up.
		const hasWaited = now - this.freeAt(ceiling) < PROMPT_MS;
		const from = hasWaited ? Math.max(this.nextAt, now - gapMsOf(ceiling) / 2) : now;
		this.nextAt = from + gapMs;
		this.recent.push(permit);
		if (this.recent.length > slotsOf(ceiling)) this.recent.shift();
		return permit;
	}

	/** To be called with the status of the response, if there was one. */
	responded(permit: Permit, status: number, now: number, random: number): void {
		const { ceiling } = permit;
		permit.tookMs = now - permit.at;
		this.margin.note(permit.tookMs);
		if (isOverLimit(status)) {
			this.recent = this.recent.filter((one) => one !== permit);
			// Refusals of requests that were sent before the last one say nothing new.
			if (permit.at >= this.refusedAt) this.decrease(now, ceiling, random);
		} else {
			this.margin.narrow();
			this.served++;
		}
	}

	private gapMs(ceiling: number): number {
		return gapMsOf(Math.min(ceiling, this.rate));
	}

	private decrease(now: number, ceiling: number, random: number): void {
		const isLateArrival =
			this.rate >= ceiling &&
			this.served >= TOLERATED_AFTER &&
			this.margin.spreadMs > windowMsOf(ceiling) * (ROOM - 1);
		this.margin.widen();
		this.refusedAt = now;
		this.served = 0;
		if (isLateArrival) return;
		this.rate = Math.min(this.rate, ceiling) * DECREASE;
		this.increasedAt = now;
		this.nextAt = Math.max(this.nextAt, now + this.gapMs(ceiling) * jitter(random));
	}

	/** Only while requests are sent: a rest brings nothing back, because the others may be there again. */
	private increase(now: number, ceiling: number): void {
		const ms = Math.min(now - this.increasedAt, this.gapMs(ceiling));
		this.increasedAt = now;
		this.rate += (ceiling * INCREASE * ms) / windowMsOf(ceiling);
		if (this.rate >= ceiling) this.rate = Infinity;
	}
}
