import { Pace, type Sent } from '../../nodes/shared/http/pace';
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
	/** The time of day by its clock when the simulation begins. */
	epochMs?: number;
	/** What an earlier run has learned. */
	pace?: Pace;
	/** The answers that it gets itself, instead of asking the server. */
	answer?(at: number): { status: number; retryAfter?: string } | undefined;
}

export interface World {
	server: Server;
	workers: Worker[];
	/** Of the way to the server, and back: at random from 0 to this. */
	jitterMs?: number;
	/** The way back, where it differs. */
	backMs?: number;
	/** How long an answer takes beside the way; two numbers: at random between them. */
	answerMs?: number | [number, number];
	/** Whether a 429 says how long to wait, in whole seconds. */
	retryAfter?: boolean;
	seed: number;
	/** Ends then, whatever is left. */
	until?: number;
	retryTimeoutMs?: number;
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
	private heap: Array<{ at: number; order: number; run: () => void }> = [];
	private added = 0;

	add(at: number, run: () => void): void {
		const heap = this.heap;
		let index = heap.push({ at, order: this.added++, run }) - 1;
		while (index > 0 && this.isBefore(index, (index - 1) >> 1)) {
			const parent = (index - 1) >> 1;
			[heap[index], heap[parent]] = [heap[parent], heap[index]];
			index = parent;
		}
	}

	take() {
		const heap = this.heap;
		const [first] = heap;
		const last = heap.pop();
		if (heap.length === 0 || !last) return first;
		heap[0] = last;
		for (let index = 0; ; ) {
			let least = index;
			for (const child of [2 * index + 1, 2 * index + 2]) {
				if (child < heap.length && this.isBefore(child, least)) least = child;
			}
			if (least === index) return first;
			[heap[index], heap[least]] = [heap[least], heap[index]];
			index = least;
		}
	}

	private isBefore(one: number, other: number): boolean {
		const [a, b] = [this.heap[one], this.heap[other]];
		return a.at < b.at || (a.at === b.at && a.order < b.order);
	}
}

interface Row {
	retries: number;
	firstFailureAt?: number;
}

/** As many rows as the default of Max Concurrent Requests has under way. */
const inFlight = (perSecond: number) => Math.min(100, Math.max(4, Math.ceil(perSecond * 5)));

/** Lets workers that do not know each other send their rows to one server, in virtual time and at the node's pace. */
export function simulate(world: World): Outcome {
	const {
		server,
		workers,
		jitterMs = 0,
		answerMs = 0,
		backMs = jitterMs,
		retryTimeoutMs = 120_000,
	} = world;
	const random = seeded(world.seed);
	const agenda = new Agenda();
	const answers: Answer[] = [];
	const lost = workers.map(() => 0);
	const endedAt = workers.map(() => 0);
	const paces = workers.map(({ pace, epochMs }) => pace ?? new Pace(epochMs));
	const [least, most] = typeof answerMs === 'number' ? [answerMs, answerMs] : answerMs;

	workers.forEach((worker, index) => {
		const { perSecond, from = 0, until = Infinity } = worker;
		const pace = paces[index];
		const retries: Row[] = [];
		let left = worker.rows;
		let waiting = 0;
		let underWay = 0;
		let pausedUntil = 0;
		let wakeAt = Infinity;

		function wake(now: number): void {
			if (now >= until) return;
			while (left > 0 && underWay + waiting + retries.length < inFlight(perSecond)) {
				left--;
				waiting++;
			}
			while (retries.length + waiting > 0) {
				const at = Math.max(pace.freeAt(perSecond), pausedUntil);
				if (at > now) {
					// A timer is late now and then.
					const late = at + random() * 1.5;
					if (late >= wakeAt && wakeAt > now) return;
					wakeAt = late;
					agenda.add(late, () => {
						if (wakeAt === late) wake(late);
					});
					return;
				}
				const row = retries.shift() ?? { retries: 0 };
				if (row.retries === 0) waiting--;
				send(row, now);
			}
		}

		function send(row: Row, now: number): void {
			underWay++;
			const sent = pace.sent(now, perSecond, random());
			const arrivesAt = now + random() * jitterMs;
			agenda.add(arrivesAt, () => {
				const own = worker.answer?.(arrivesAt);
				const waitMs = own ? 0 : server(arrivesAt);
				const asked = world.retryAfter && waitMs > 0 ? `${Math.ceil(waitMs / 1000)}` : undefined;
				const { status, retryAfter } = own ?? { status: waitMs > 0 ? 429 : 200, retryAfter: asked };
				answers.push({ worker: index, at: arrivesAt, refused: status === 429 });
				const takes = least + random() * (most - least);
				const back = arrivesAt + takes + random() * backMs;
				agenda.add(back, () => answered(row, sent, back, status, retryAfter));
			});
		}

		function answered(row: Row, sent: Sent, now: number, status: number, retryAfter?: string) {
			underWay--;
			endedAt[index] = now;
			pace.answered(sent, status, now, random());
			if (status === 429) {
				row.firstFailureAt ??= now;
				const decision = decideRetry({
					status,
					retryAfter,
					idempotent: true,
					isPaced: true,
					retriesSoFar: row.retries,
					budgetLeftMs: row.firstFailureAt + retryTimeoutMs - now,
					wallMs: 0,
					random: random(),
				});
				const { delayMs, wholeAccountWaits } = decision;
				if (wholeAccountWaits && delayMs !== undefined) {
					pausedUntil = Math.max(pausedUntil, now + Math.min(delayMs, 3600_000));
				}
				if (decision.retry) {
					row.retries++;
					retries.push(row);
				} else lost[index]++;
			}
			wake(now);
		}

		agenda.add(from, () => wake(from));
	});

	for (let next = agenda.take(); next; next = agenda.take()) {
		if (next.at > (world.until ?? Infinity)) break;
		next.run();
	}
	return { answers, lost, endedAt, paces };
}
