/** Somebody who waits for a turn. */
export interface Waiting {
	/** Whose turn it is: each of them gets turns as often as the others. */
	of: object;
	/** Was refused before: comes before the others of the same, or it would run out of its time for retries. */
	again: boolean;
}

/** Who waits, and whose turn is next. */
export class Turns<W extends Waiting> {
	private readonly waiting = new Set<W>();
	private readonly latest = new WeakMap<object, number>();
	private taken = 0;

	get size(): number {
		return this.waiting.size;
	}

	[Symbol.iterator](): Iterator<W> {
		return this.waiting[Symbol.iterator]();
	}

	add(one: W): void {
		this.waiting.add(one);
	}

	leave(one: W): void {
		this.waiting.delete(one);
	}

	/** Of those who have waited longest for a turn the one that asked first. */
	get next(): W | undefined {
		let best: W | undefined;
		for (const one of this.waiting) if (!best || this.isBefore(one, best)) best = one;
		return best;
	}

	take(one: W): void {
		this.waiting.delete(one);
		this.latest.set(one.of, ++this.taken);
	}

	private isBefore(one: W, other: W): boolean {
		if (one.of === other.of) return one.again && !other.again;
		return (this.latest.get(one.of) ?? 0) < (this.latest.get(other.of) ?? 0);
	}
}
