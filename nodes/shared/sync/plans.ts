import type { Comparison } from '../form/compare';
import type { Row } from '../run/operation';

/** What a sync does about somebody: what it is called when it is done, and as a noun. In the order in which a run is summed up. */
const ACTIONS = {
	create: { done: 'created', noun: 'creation' },
	add: { done: 'added', noun: 'addition' },
	update: { done: 'updated', noun: 'update' },
	deactivate: { done: 'deactivated', noun: 'deactivation' },
	delete: { done: 'deleted', noun: 'deletion' },
	remove: { done: 'removed', noun: 'removal' },
	cancel: { done: 'cancelled', noun: 'cancellation' },
};

export type Action = keyof typeof ACTIONS;

export const ALL_ACTIONS = Object.keys(ACTIONS) as Action[];

/** `created` */
export const doneWord = (action: Action) => ACTIONS[action].done;

/** `creation` */
export const actionNoun = (action: Action) => ACTIONS[action].noun;

/** What is to be done about somebody, and what became of it. */
interface Plan {
	readonly row: Row<unknown, { readonly status: string }>;
	/** Undefined for somebody whom the service does not have yet. */
	readonly id?: string;
	readonly changes?: Comparison['changes'];
}

/** About somebody whom a row names. */
export interface PersonPlan extends Plan {
	readonly action: Action | 'none';
}

/** About somebody in scope whom no row names; the row is of no item. */
export interface Leaver extends Plan {
	readonly id: string;
	readonly action: Action;
	/** For texts. */
	readonly name: string;
}
