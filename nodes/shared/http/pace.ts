import { isOverLimit } from '../statuses';
import { Lateness } from './lateness';
import { Share } from './share';
import { againMsOf, slotMsOf, slotsOf, windowMsOf } from './slots';

/** A request that was let go. */
export interface Sent {
	readonly at: number;
	/** The configured requests per second; 0 = no pacing. */
	readonly ceiling: number;
	/** How long its answer took. */
	tookMs?: number;
}

/** Clocks count in whole milliseconds. */
const TICK_MS = 3;
/** A request that comes later than this after its turn was free did not wait for it. */
const PROMPT_MS = 20;
/** How much of the time between two requests may be cut short to catch up with one that came late. */
const CATCH_UP = 0.5;
/** How much longer it may be, at random, for those who have less than a slot: two who meet shall not meet again. */
const SCATTER = 0.2;

/**
 * When the next request of an account may be sent: a pure function of what was sent and answered when, without clock, timer or chance.
 *
 * The limit is divided into slots, each of which may be used once a window: a request goes one window after the one that used its slot
 * before, plus what that one may have been late (`Lateness`). That holds in a sliding and in a fixed window and in a bucket, however long
 * answers take, and costs only the spread of the way there. It also lets processes that do not know each other share a limit (`Share`):
 * a slot that was served is free again for its owner exactly then, so that nobody is refused once all have found theirs. Processes that
 * space their requests evenly go on meeting, at any rate. Within the window a process spaces its slots evenly.
 */
export class Pace {
	private readonly share: Share;
	private readonly lateness = new Lateness();
	private nextAt = -Infinity;
	/** The latest that were not refused, oldest first. */
	private recent: Sent[] = [];

	/** @param epochMs the time of day, in milliseconds since 1970, when the clock of all other times stood at 0 */
	constructor(epochMs = 0) {
		this.share = new Share(epochMs);
	}

	/** The time from which the next request may be sent. */
	freeAt(ceiling: number): number {
		if (ceiling <= 0) return -Infinity;
		const slots = Math.max(1, Math.floor(this.share.slots(ceiling)));
		const before = this.recent[this.recent.length - slots];
		if (!before) return this.nextAt;
		const lateMs = TICK_MS + this.lateness.of(before.tookMs);
		const againMs = Math.max(againMsOf(ceiling), windowMsOf(ceiling) + lateMs);
		return Math.max(this.nextAt, before.at + againMs);
	}

	/**
	 * To be called when a request is let go.
	 * @param random from 0 to 1
	 */
	sent(now: number, ceiling: number, random: number): Sent {
		const sent: Sent = { at: now, ceiling };
		if (ceiling <= 0) return sent;
		this.share.grow(now, ceiling);
		const hasWaited = now - this.freeAt(ceiling) < PROMPT_MS;
		const planned = Math.max(this.nextAt, now - slotMsOf(ceiling) * CATCH_UP);
		const scatter = this.share.slots(ceiling) < 1 ? 1 + SCATTER * random : 1;
		this.nextAt = (hasWaited ? planned : now) + this.share.gapMs(ceiling) * scatter;
		this.recent.push(sent);
		if (this.recent.length > slotsOf(ceiling)) this.recent.shift();
		return sent;
	}

	/** To be called with the status of the answer, if there was one. */
	answered(sent: Sent, status: number, now: number, random: number): void {
		const { ceiling } = sent;
		if (ceiling <= 0) return;
		sent.tookMs = now - sent.at;
		this.lateness.note(sent.tookMs);
		this.share.grow(now, ceiling);
		if (isOverLimit(status)) this.refuse(sent, now, random);
		else this.serve(sent, now, random);
	}

	private refuse(sent: Sent, now: number, random: number): void {
		this.recent = this.recent.filter((one) => one !== sent);
		if (!this.share.isStale(sent.at)) this.lateness.widen();
		const againMs = this.share.refuse(sent.at, now, sent.ceiling);
		if (againMs !== undefined) this.nextAt = Math.max(this.nextAt, now + againMs * (0.5 + random));
	}

	private serve(sent: Sent, now: number, random: number): void {
		const { ceiling } = sent;
		this.lateness.narrow();
		const next = this.share.serve(now, ceiling, random);
		if (next === 'same slot') this.nextAt = sent.at + againMsOf(ceiling);
		if (next === 'turn over') this.nextAt = now + this.share.gapMs(ceiling) * (0.5 + random);
	}
}
