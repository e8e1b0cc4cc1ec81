import type { SandboxOptions } from '../sandbox';
import type { Probe } from './probe';
import type { TestUser } from './testUser';

/** Ends the check: one sentence for whoever runs it. */
export class Failure extends Error {}

/** Ends one step: why it has no answer. */
export class CannotTell extends Error {}

/** What the code takes for granted about a service. */
export interface Assumption {
	what: string;
	/** "Page", "Library" (of the service), "Third party" or "Inference", and which. */
	source: string;
	/** What the nodes do where it is false. */
	ifFalse: string;
	/** Switches of the sandbox that make it false; none where it has no such switch. */
	played: SandboxOptions[];
	/** What could go from the code where it holds. */
	proven?: string;
}

/** An assumption, and how the check finds out. */
export interface Step extends Assumption {
	run(context: Context): Promise<Answer>;
}

/** An assumption that no step can tell, and why. */
export interface Untold extends Assumption {
	why: string;
}

export interface Answer {
	/** Undefined: it could not be told. */
	holds?: boolean;
	/** Holds nothing of the account: numbers, statuses, and names of fields that the pages have too. */
	says: string;
	/** What makes the sandbox behave like that. */
	switches: SandboxOptions[];
}

export type Steps = Record<string, Step>;

/** What steps have in common; what one has read is not read again. */
export interface Context {
	probe: Probe;
	memory: Map<string, Promise<unknown>>;
	/** Only with `--write`. */
	user?: TestUser;
}

export const holds = (says: string): Answer => ({ holds: true, says, switches: [] });

export const differs = (says: string, ...switches: SandboxOptions[]): Answer => ({
	holds: false,
	says,
	switches,
});

/** The value that is made once in a check. */
export async function once<T>(
	{ memory }: Context,
	name: string,
	make: () => Promise<T>,
): Promise<T> {
	const held = memory.get(name) ?? make();
	memory.set(name, held);
	return (await held) as T;
}

/** The user that may be written to. */
export function theTestUser({ user }: Context): TestUser {
	if (user) return user;
	throw new CannotTell('Nothing was written: --user and --write were not given.');
}

/** As it is written behind `npm run sandbox -- --set`. */
export function assignments(options: SandboxOptions): string[] {
	return Object.entries(options).map(([name, value]) => `${name}=${textOf(value)}`);
}

function textOf(value: unknown): string {
	const isPlain = Array.isArray(value) && value.every((one) => typeof one === 'string');
	if (isPlain) return value.join(',');
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
