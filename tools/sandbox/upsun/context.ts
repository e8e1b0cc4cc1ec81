import type { Agenda } from '../agenda';
import type { ReadChanges } from '../doubts/readChanges';
import type { Mail, ResolvedOptions } from '../types';
import type { UpsunStore } from './store';

/** What the routes work on. */
export interface UpsunContext {
	options: ResolvedOptions;
	store: UpsunStore;
	mails: Mail[];
	agenda: Agenda;
	readChanges: ReadChanges;
}
