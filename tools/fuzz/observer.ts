import type { JournalEntry, Sandbox } from '../sandbox';
import type { Held } from './types';

/** A request that writes, and what it did at the service. */
export interface Write {
	entry: JournalEntry;
	/** The task of a bulk update that was made for it, whatever it was answered. */
	task?: string;
	/** IDs of the users that it changed at once. */
	changed: string[];
	/** The users as they were before it. */
	before: Held[];
}

/** The exchange of a token is no write. */
export const isExchange = ({ path }: JournalEntry) => /oauth2\/token$|auth\/token\/?$/.test(path);

/** Watches a service from the inside while a run goes on: every state of every user, and what each request did. */
export class Observer {
	readonly writes: Write[] = [];
	/** Every state that a user was in, the oldest first, as JSON. */
	readonly states = new Map<string, string[]>();
	private tasks = 0;

	constructor(
		private readonly sandbox: Sandbox,
		private readonly service: 'ubidots' | 'upsun',
	) {
		this.look();
		this.tasks = sandbox.ubidots.tasks().length;
		// The sandbox asks for this once for each request, right after it was carried out or not.
		Object.defineProperty(sandbox.options, 'latencyMs', {
			configurable: true,
			get: () => this.afterRequest(),
			set: () => undefined,
		});
	}

	/** Users as they were in the beginning, or are now. */
	users(when: 'before' | 'after'): Held[] {
		return [...this.states.values()].map(
			(states) => JSON.parse(states[when === 'before' ? 0 : states.length - 1]) as Held,
		);
	}

	/** Lets every task that waits be carried out, and ends the watch. */
	finish(): void {
		const { options } = this.sandbox;
		const { now } = options;
		options.now = () => now() + 3_600_000;
		this.look();
		options.now = now;
		Object.defineProperty(options, 'latencyMs', { configurable: true, writable: true, value: 0 });
	}

	private afterRequest(): number {
		const entry = this.sandbox.journal.entries().at(-1);
		const before = this.users('after');
		const changed = this.look();
		const tasks = this.sandbox.ubidots.tasks();
		const task = tasks.length > this.tasks ? tasks.at(-1)?.id : undefined;
		this.tasks = tasks.length;
		if (entry && entry.method !== 'GET' && !isExchange(entry))
			this.writes.push({ entry, task, changed, before });
		return 0;
	}

	private look(): string[] {
		return this.held().flatMap((user) => {
			const state = JSON.stringify(user);
			const states = this.states.get(user.id) ?? [];
			if (states.at(-1) === state) return [];
			this.states.set(user.id, [...states, state]);
			return [user.id];
		});
	}

	private held(): Held[] {
		const { ubidots, upsun } = this.sandbox;
		if (this.service === 'upsun') return upsun.users().map((user) => ({ ...user }));
		return ubidots
			.users()
			.map((user) => ({ ...user, password: ubidots.passwordOf(user.id) }) as Held);
	}
}
