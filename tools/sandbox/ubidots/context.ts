import type { Agenda } from '../agenda';
import type { ReadChanges } from '../doubts/readChanges';
import type { ResolvedOptions } from '../types';
import type { Catalog } from './catalog';
import type { UserStore } from './store';

/** What the routes work on. */
export interface UserContext {
	options: ResolvedOptions;
	store: UserStore;
	catalog: Catalog;
	agenda: Agenda;
	readChanges: ReadChanges;
	apiUrl: string;
}
