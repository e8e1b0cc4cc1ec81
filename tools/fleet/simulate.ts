import { Pace, type Permit } from '../../nodes/shared/http/pace/pace';
import { decideRetry } from '../../nodes/shared/http/retry';
import type { Server } from './servers';

/** One n8n process that works through its rows; times in milliseconds. */
export interface Worker {
	rows: number;
	/** Requests per Second of its credential. */
	perSecond: number;
	/** When it begins, and when it is gone: what it has under way stays so. */
	from?: number;
	until?: number;
	/** What an earlier run has learned. */
	pace?: Pace;
	/** The answers that it gets itself, instead of asking the server. */
	answer?(at: number): { status: number; retryAfter?: string } | undefined;
}

/** Conditions of the network and the service. */
export interface Conditions {
	/** Of the way to the server, and back: at random from 0 to this. */
	jitterMs?: number;
	/** The way back, where it differs. */
	backMs?: number;
	/** How long an answer takes beside the way: at random between these. */
	answerMs?: [least: number, most: number];
	/** Whether a 429 says how long to wait, in whole seconds. */
	retryAfter?: boolean;
}

interface World extends Conditions {
	server: Server;
	workers: Worker[];
	seed: number;
	/** Ends then, whatever is left. */
	until?: number;
}

interface Answer {
	worker: number;
	/** When the server counted it. */
	at: number;
	refused: boolean;
}

export interface Outcome {
	answers: Answer[];
	/** Rows that ran out of their retry time, by worker. */
	lost: number[];
	/** When each worker got its last answer. */
	endedAt: number[];
	paces: Pace[];
}

interface Row {
	retries: number;
	firstFailureAt?: number;
}

/** The default of Retry Timeout. */
const RETRY_TIMEOUT_MS = 120_000;
/** As many rows as the default of Max Concurrent Requests has under way. */
const inFlight = (perSecond: number) => Math.min(100, Math.max(4, Math.ceil(perSecond * 5)));

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
export function seeded(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

/** What happens when, in order; of two at the same time, first the one that was added first. */
class Agenda {
	private readonly events: Array<{ at: number; run: () => void }> = [];

	add(at: number, run: () => void): void {
		const { events } = this;
		let index = events.length;
		while (index > 0 && events[index - 1].at > at) index--;
		events.splice(index, 0, { at, run });
	}

	runUntil(end: number): void {
		for (let next = this.events.shift(); next && next.at <= end; next = this.events.shift()) {
			next.run();
		}
	}
}

/** Lets workers that do not know each other send their rows to one server, in virtual time and at the node's pace. */
export function simulate({ server, workers, seed, until = Infinity, ...given }: World): Outcome {
	const { jitterMs = 0, backMs = jitterMs, answerMs = [0, 0], retryAfter = false } = given;
	const random = seeded(seed);
	const between = (least: number, most: number) => least + random() * (most - least);
	const agenda = new Agenda();
	const answers: Answer[] = [];
	const lost = workers.map(() => 0);
	const endedAt = workers.map(() => 0);
	const paces = workers.map(({ pace }) => pace ?? new Pace());

	workers.forEach((worker, index) => {
		const { perSecond } = worker;
		const pace = paces[index];
		/** Those that were refused come first. */
		const waiting: Row[] = [];
		let left = worker.rows;
		let underWay = 0;
		let pausedUntil = 0;
		let wakeAt = Infinity;

		function wake(now: number): void {
			if (now >= (worker.until ?? Infinity)) return;
			for (; left > 0 && underWay + waiting.length < inFlight(perSecond); left--) {
				waiting.push({ retries: 0 });
			}
			while (waiting.length > 0) {
				const at = Math.max(pace.freeAt(perSecond), pausedUntil);
				if (at > now) {
					// A timer is late now and then.
					const late = at + between(0, 1.5);
					if (late >= wakeAt && wakeAt > now) return;
					wakeAt = late;
					agenda.add(late, () => {
						if (wakeAt === late) wake(late);
					});
					return;
				}
				const [row] = waiting.splice(0, 1);
				send(row, now);
			}
		}

		function send(row: Row, now: number): void {
			underWay++;
			const permit = pace.sent(now, perSecond, random());
			const arrivesAt = now + between(0, jitterMs);
			agenda.add(arrivesAt, () => {
				const own = worker.answer?.(arrivesAt);
				const waitMs = own ? 0 : server(arrivesAt);
				const asked = retryAfter && waitMs > 0 ? `${Math.ceil(waitMs / 1000)}` : undefined;
				const answer = own ?? { status: waitMs > 0 ? 429 : 200, retryAfter: asked };
				answers.push({ worker: index, at: arrivesAt, refused: answer.status === 429 });
				const back = arrivesAt + between(...answerMs) + between(0, backMs);
				agenda.add(back, () => responded(row, permit, back, answer));
			});
		}

		function responded(
			row: Row,
			permit: Permit,
			now: number,
			answer: { status: number; retryAfter?: string },
		): void {
			underWay--;
			endedAt[index] = now;
			pace.responded(permit, answer.status, now, random());
			if (answer.status === 429) {
				row.firstFailureAt ??= now;
				const { retry, delayMs = 0 } = decideRetry({
					...answer,
					idempotent: true,
					isPaced: true,
					retriesSoFar: row.retries,
					budgetLeftMs: row.firstFailureAt + RETRY_TIMEOUT_MS - now,
					wallMs: 0,
					random: random(),
				});
				pausedUntil = Math.max(pausedUntil, now + Math.min(delayMs, 3600_000));
				if (retry) {
					row.retries++;
					const others = waiting.findIndex(({ retries }) => retries === 0);
					waiting.splice(others < 0 ? waiting.length : others, 0, row);
				} else lost[index]++;
			}
			wake(now);
		}

		const from = worker.from ?? 0;
		agenda.add(from, () => wake(from));
	});

	agenda.runUntil(until);
	return { answers, lost, endedAt, paces };
}
