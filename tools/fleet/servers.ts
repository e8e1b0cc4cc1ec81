/** When a service lets a request through: 0 = it does, and counts it; otherwise the milliseconds until it might. */
export type Server = (nowMs: number) => number;

export interface Limit {
	requests: number;
	windowMs: number;
}

/** At most so many within any window. */
export function slidingWindow({ requests, windowMs }: Limit): Server {
	let passed: number[] = [];
	return (now) => {
		passed = passed.filter((at) => now - at < windowMs);
		if (passed.length >= requests) return passed[passed.length - requests] + windowMs - now;
		passed.push(now);
		return 0;
	};
}

/** At most so many in each window; windows follow one another. */
export function fixedWindow({ requests, windowMs }: Limit): Server {
	let window = -1;
	let passed = 0;
	return (now) => {
		const current = Math.floor(now / windowMs);
		if (current !== window) passed = 0;
		window = current;
		if (passed >= requests) return (current + 1) * windowMs - now;
		passed++;
		return 0;
	};
}

/** A bucket that fills evenly and holds as many as the limit; one takes each request. */
export function bucket({ requests, windowMs }: Limit): Server {
	let level = requests;
	let last = 0;
	return (now) => {
		level = Math.min(requests, level + ((now - last) * requests) / windowMs);
		last = now;
		if (level < 1 - 1e-9) return ((1 - level) * windowMs) / requests;
		level--;
		return 0;
	};
}
