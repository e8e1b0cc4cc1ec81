import type { Request } from './http';
import { pathMatches } from './journal';
import type { Fault, Faults } from './types';

export interface FaultQueue extends Faults {
	/** The fault that this request meets, if any; uses it up. */
	take(request: Request): Fault | undefined;
}

/** Scripted faults, tried in the order in which they were added. */
export function createFaults(): FaultQueue {
	let armed: Array<{ fault: Fault; skip: number; times: number }> = [];
	return {
		add: (fault) => {
			armed.push({ fault, skip: fault.skip ?? 0, times: fault.times ?? 1 });
		},
		clear: () => {
			armed = [];
		},
		take(request) {
			for (const one of armed) {
				if (one.times <= 0 || !hits(one.fault.match ?? {}, request)) continue;
				if (one.skip > 0) {
					one.skip -= 1;
					continue;
				}
				one.times -= 1;
				return one.fault;
			}
			return undefined;
		},
	};
}

function hits(match: NonNullable<Fault['match']>, request: Request): boolean {
	return (
		(match.service === undefined || match.service === request.service) &&
		(match.method === undefined || match.method.toUpperCase() === request.method) &&
		pathMatches(request.path, match.path) &&
		(match.bodyIncludes === undefined || request.rawBody.includes(match.bodyIncludes))
	);
}
