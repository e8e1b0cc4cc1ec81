import { againMsOf, slotMsOf, slotsOf, windowMsOf } from './slots';

/** At the ceiling, a refusal after so many served in a row is taken for a late arrival, and takes nothing away. */
const TOLERATED_AFTER = 4;
/** A slot that was lost after so many served in a row is tried for again at once; after fewer, that much later. */
const CHANCE_AFTER = 8;
const NEARLY = 0.9;
/** What is left of a share of less than a slot after a refusal, and after one that may have been chance. */
const CUT = 0.7;
const SMALL_CUT = 0.9;
/** The rate grows by this part of the reach in the time of one request at that rate. */
const GROWTH = 0.005;
/**
 * What a refusal leaves of the reach, and what each request that is served adds: in balance where one answer in seven is a refusal. Whoever
 * has less than this part of a slot is one of many, and more careful: in balance at one in eleven.
 */
const SHORTER = 0.97;
const ONE_OF_MANY = 0.3;
const SMALL_SHORTER = 0.95;
const LONGER = 1.005;
/** Whoever has few slots tries for another one sooner: this often, divided by the slots; and this often while there is room. */
const SMALL_HASTE = 2.5;
const HASTE = 16;
/**
 * Everybody tries for another slot at the same times of day, so many windows apart: then those who find room share it. Whoever found it
 * alone would take all of it, and be through long before the others. Who is nearer to another slot than this part of it joins in.
 */
const TRIES_WINDOWS = 6;
const NEAR_A_SLOT = 0.5;
/**
 * After so many tries for a second slot that failed in a row there probably is none: each further try waits twice as long as the one
 * before, up to so many times as long.
 */
const PATIENT_AFTER = 3;
const MOST_PATIENCE = 8;
/** What is left to another slot until it is time. */
const NOT_YET = 1e-3;
/** After so many times its gap between two requests it is another run. */
const IDLE_TURNS = 10;
const FORGET_MS = 10 * 60_000;
/** A slot that was held for so many requests, or windows, is one that nobody else has: there is room. */
const HELD_REQUESTS = 2;
const HELD_WINDOWS = 1.1;
/** After so many served in a row, a slot that others want too is given up; then this part of a slot is tried for. */
const TURN = 10;
const SHARE_AFTER_TURN = 0.5;
const LEAST_TRUST = 0.03;
/** Refused so often and so long, a process asks about once a window until it is served, or its rows would run out of their time. */
const STARVED_REFUSALS = 4;
const STARVED_MS = 45_000;
const REST_MS = 60_000;

/** What a request that was served means for the next one: the same slot a window later, or somebody else's turn. */
export type Next = 'same slot' | 'turn over' | undefined;

/**
 * How much of an account's limit a process takes, in slots. Refusals take slots away, time brings them back: additively, by a step (the
 * `reach`) that keeps itself at about one refusal in ten answers, whatever the limit really is. Whoever has less than a slot sends at
 * random; when one is served, it holds on to that slot for a turn, if holding on has worked before (`trust`). All times are in
 * milliseconds, and what was learned changes only while requests are sent. The figures were found by simulation, see tools/fleet.
 */
export class Share {
	/** Requests per second; Infinity = the ceiling. */
	private rate = Infinity;
	private reach = Infinity;
	private grownAt = 0;
	/** Refusals of requests that were sent before say nothing new. */
	private cutAt = -Infinity;
	/** What was left then, and the least that was left in this run. */
	private slotsAtCut = Infinity;
	private leastSlots = Infinity;
	/** Served since the last cut. */
	private served = 0;
	/** Since when it has not been served, without the rests. */
	private waitsSince = 0;
	private usedAt = -Infinity;
	private isStarved = false;
	/** In a row. */
	private refusals = 0;
	/** The rate before it held on to a slot. */
	private rateBeforeTurn: number | undefined;
	private trust = 1;
	/** Those that were left at the last cut, or gained and held since. */
	private heldSlots = 0;
	private gainedAt = Infinity;
	private hasRoom = false;
	/** Tries for a second slot that failed in a row. */
	private failedTries = 0;
	/** How often there was a time to try for another slot, when it was last looked. */
	private tries = 0;

	/** @param epochMs the time of day when the clock of the other times stood at 0 */
	constructor(private readonly epochMs: number) {}

	/** A fraction is one slot used less often. */
	slots(ceiling: number): number {
		const all = slotsOf(ceiling);
		// Not a hair below a whole number.
		return Math.min(all, (all * this.rate) / ceiling + 1e-9);
	}

	/** The time to leave between two requests. */
	gapMs(ceiling: number): number {
		// Not shorter: behind a pause that the service asked for, it would always ask at the same time of its rival's window.
		if (this.isStarved) return windowMsOf(ceiling);
		const slots = this.slots(ceiling);
		return slots >= 1 ? slotMsOf(ceiling) : againMsOf(ceiling) / slots;
	}

	/** To be called before anything else that happens at this time. */
	grow(now: number, ceiling: number): void {
		if (now - this.usedAt > REST_MS) this.waitsSince = now;
		if (now - this.usedAt > IDLE_TURNS * this.gapMs(ceiling)) this.beginAgain(now, ceiling);
		this.usedAt = now;
		if (this.rate >= ceiling) return;
		// What was learned is not forgotten between two runs.
		const seconds = Math.min(now - this.grownAt, 3 * this.gapMs(ceiling)) / 1000;
		this.grownAt = now;
		const before = this.slots(ceiling);
		const haste = before >= 1 ? Math.max(1, SMALL_HASTE / before) / this.patience : 1;
		this.rate += GROWTH * this.reach ** 2 * seconds * (this.hasRoom ? HASTE : haste);
		if (before >= 1 && !this.hasRoom) this.tryWithOthers(Math.floor(before) + 1, now, ceiling);
		this.noteGain(Math.floor(before), now, ceiling);
		if (this.rateBeforeTurn !== undefined && this.slots(ceiling) >= 2) this.keepSlot();
		if (this.rate < ceiling) return;
		this.rate = this.reach = Infinity;
		this.hasRoom = false;
	}

	/** @returns the time until another try; undefined when the refusal changes nothing */
	refuse(sentAt: number, now: number, ceiling: number): number | undefined {
		if (this.isStale(sentAt)) return undefined;
		const { served } = this;
		this.refusals++;
		this.cutAt = now;
		this.served = 0;
		const isFull = this.rate >= ceiling && this.rateBeforeTurn === undefined;
		if (isFull && served >= TOLERATED_AFTER) return undefined;
		this.hasRoom = false;
		this.grownAt = now;
		this.isStarved = this.refusals >= STARVED_REFUSALS && now - this.waitsSince > STARVED_MS;
		if (!this.isStarved) this.cut(ceiling, served);
		return this.gapMs(ceiling);
	}

	serve(now: number, ceiling: number, random: number): Next {
		this.served++;
		this.waitsSince = now;
		if (this.isStarved) this.trust = 1;
		this.isStarved = false;
		this.refusals = 0;
		if (this.rate < ceiling) this.reach = Math.min(ceiling, this.reach * LONGER);
		if (this.rateBeforeTurn !== undefined) {
			if (this.served >= HELD_REQUESTS && slotsOf(ceiling) > 1) this.hasRoom = true;
			if (this.served < TURN) return undefined;
			const { rateBeforeTurn } = this;
			this.keepSlot();
			this.setSlots(SHARE_AFTER_TURN, ceiling);
			this.rate = Math.max(this.rate, rateBeforeTurn);
			this.served = 0;
			this.grownAt = now;
			return 'turn over';
		}
		if (this.slots(ceiling) >= 1 || random >= Math.max(this.trust, LEAST_TRUST)) return undefined;
		this.rateBeforeTurn = this.rate;
		this.served = 0;
		this.setSlots(1, ceiling);
		return 'same slot';
	}

	/** Whether the request was sent before the last cut. */
	isStale(sentAt: number): boolean {
		return sentAt < this.cutAt;
	}

	private get patience(): number {
		return Math.min(MOST_PATIENCE, Math.max(1, 2 ** (this.failedTries - PATIENT_AFTER)));
	}

	private setSlots(slots: number, ceiling: number): void {
		this.rate = (slots * ceiling) / slotsOf(ceiling);
	}

	private keepSlot(): void {
		this.rateBeforeTurn = undefined;
		this.trust = Math.min(1, this.trust * 2);
	}

	/**
	 * The others may be back: room that was found at the end of the last run, when they were through, is not there any more. Who had less
	 * than a slot then waits as long for it again; whoever is served at once has it anyway.
	 */
	private beginAgain(now: number, ceiling: number): void {
		const slots = this.leastSlots < 1 ? this.leastSlots : this.slotsAtCut;
		this.leastSlots = Infinity;
		if (now - this.cutAt > FORGET_MS || this.slots(ceiling) <= slots) return;
		this.trust = 1;
		this.setSlots(slots, ceiling);
		this.reach = Math.min(ceiling, this.reach);
		this.hasRoom = false;
		this.grownAt = now;
		this.holdWhatIsLeft();
	}

	/** A slot more is taken at the common times only, and by all who are near it. */
	private tryWithOthers(next: number, now: number, ceiling: number): void {
		const tries = Math.floor((this.epochMs + now) / (TRIES_WINDOWS * windowMsOf(ceiling)));
		const isTime = tries !== this.tries;
		this.tries = tries;
		const slots = this.slots(ceiling);
		if (isTime && slots >= next - NEAR_A_SLOT) this.setSlots(Math.max(slots, next), ceiling);
		else if (slots >= next) this.setSlots(next - NOT_YET, ceiling);
	}

	private holdWhatIsLeft(): void {
		this.heldSlots = Math.floor(this.slotsAtCut);
		this.gainedAt = Infinity;
	}

	private noteGain(before: number, now: number, ceiling: number): void {
		if (Math.floor(this.slots(ceiling)) > before) this.gainedAt = now;
		else if (now - this.gainedAt > HELD_WINDOWS * windowMsOf(ceiling)) {
			if (before > this.heldSlots && this.heldSlots > 0) {
				this.hasRoom = true;
				this.failedTries = 0;
				this.reach = ceiling;
			}
			this.heldSlots = before;
		}
	}

	private cut(ceiling: number, served: number): void {
		const slots = this.slots(ceiling);
		const isChance = served >= CHANCE_AFTER;
		if (this.rateBeforeTurn !== undefined) {
			this.rate = this.rateBeforeTurn;
			this.rateBeforeTurn = undefined;
			this.trust /= 2;
		} else if (slots < 2) this.setSlots(slots * (isChance ? SMALL_CUT : CUT), ceiling);
		else if (Math.floor(slots) > this.heldSlots && this.heldSlots > 0) {
			// It was the try for another slot that failed.
			if (this.heldSlots === 1) this.failedTries++;
			this.setSlots(this.heldSlots, ceiling);
		} else {
			const soon = isChance ? NEARLY : served / CHANCE_AFTER;
			this.setSlots(Math.floor(slots) - 1 + soon, ceiling);
		}
		this.slotsAtCut = this.slots(ceiling);
		this.leastSlots = Math.min(this.leastSlots, this.slotsAtCut);
		this.holdWhatIsLeft();
		const shorter = this.slotsAtCut >= ONE_OF_MANY ? SHORTER : SMALL_SHORTER;
		const reach = Math.min(ceiling, this.reach) * shorter;
		this.reach = Math.max(reach, Math.min(ceiling, this.rate));
	}
}
