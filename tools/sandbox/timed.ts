export interface Agenda {
	/** Has this done once the clock says so; Infinity is never. */
	at(dueAt: number, action: () => void): void;
	/** Does what is due, in the order of its time. Called before each look at the users: no timer is needed. */
	settle(): void;
	reset(): void;
}

/** What a service does later than it answers. */
export function createAgenda(now: () => number): Agenda {
	let waiting: Array<{ dueAt: number; action: () => void }> = [];
	return {
		at: (dueAt, action) => {
			waiting.push({ dueAt, action });
		},
		settle() {
			if (waiting.length === 0) return;
			const time = now();
			const due = waiting.filter(({ dueAt }) => dueAt <= time);
			waiting = waiting.filter(({ dueAt }) => dueAt > time);
			due.sort((a, b) => a.dueAt - b.dueAt);
			for (const { action } of due) action();
		},
		reset: () => {
			waiting = [];
		},
	};
}

export interface IssuedTokens {
	issue(validSeconds: number): string;
	isValid(token: string): boolean;
	/** Ends every token at once. */
	expire(): void;
	/** How many have been issued. */
	count(): number;
	reset(): void;
}

/** Short-lived tokens: what both services give for a long-lived secret. Numbered, so that runs are alike. */
export function createIssuedTokens(prefix: string, now: () => number): IssuedTokens {
	let count = 0;
	const expiryOf = new Map<string, number>();
	return {
		issue(validSeconds) {
			count += 1;
			const token = `${prefix}${String(count).padStart(6, '0')}`;
			expiryOf.set(token, now() + validSeconds * 1000);
			return token;
		},
		isValid: (token) => (expiryOf.get(token) ?? 0) > now(),
		expire: () => expiryOf.clear(),
		count: () => count,
		reset() {
			count = 0;
			expiryOf.clear();
		},
	};
}

export interface RateLimit {
	/** 0 = let through and counted; otherwise milliseconds until the next one would be. */
	check(requestsPerSecond: number): number;
	reset(): void;
}

/**
 * A sliding window: at most `rate` requests within any one second, or one request within 1/rate seconds where the
 * rate is below one. Refused requests are not counted.
 */
export function createRateLimit(now: () => number): RateLimit {
	let passed: number[] = [];
	return {
		check(requestsPerSecond) {
			if (requestsPerSecond <= 0) return 0;
			const capacity = Math.max(1, Math.floor(requestsPerSecond));
			const windowMs = (1000 * capacity) / requestsPerSecond;
			const at = now();
			passed = passed.filter((time) => at - time < windowMs);
			if (passed.length >= capacity) return passed[passed.length - capacity] + windowMs - at;
			passed.push(at);
			return 0;
		},
		reset: () => {
			passed = [];
		},
	};
}
