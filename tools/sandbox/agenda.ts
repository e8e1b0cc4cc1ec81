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
