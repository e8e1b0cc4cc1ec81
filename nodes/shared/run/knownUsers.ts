import type { IDataObject } from 'n8n-workflow';

import type { RequestApi } from '../http/service';
import { areNamedInManyWays, type Naming } from './order';

/** How the users of a service are read and written; `R` is what is requested of one. */
export interface Users<R> extends Naming<R> {
	/** Whether the row cannot be written without knowing the user, whatever the options say. */
	mustRead?(row: R): boolean;
	/**
	 * The user that the service has, now or at the beginning of the run.
	 * @throws Failure when there is none, or it cannot be read
	 */
	fetch(row: R, request: RequestApi): IDataObject | Promise<IDataObject>;
	/** The user that a body has left behind, where the response to its write may not show it. */
	leaves?(body: IDataObject, written: IDataObject): IDataObject;
	/** Whether the row can be written with what is known of the user after an earlier row; it always can where this is missing. */
	suffices?(row: R, known: IDataObject): boolean;
	/**
	 * The user that the service has now, for a row for which the earlier ones left too little.
	 * @throws Failure
	 */
	fetchAgain?(row: R, request: RequestApi): Promise<IDataObject>;
	/**
	 * The fields to write.
	 * @param current undefined where the user was not read
	 * @throws Failure when they depend on current ones that are not known
	 */
	bodyFor(row: R, current: IDataObject | undefined): IDataObject;
	/**
	 * Writes a body, and returns the updated user.
	 * @param current undefined where the user was not read
	 */
	write(
		row: R,
		body: IDataObject,
		current: IDataObject | undefined,
		request: RequestApi,
	): Promise<IDataObject>;
}

/** The users that later rows may identify again, in the same or in another way. */
export class KnownUsers<R> {
	private readonly ids = new Map<string, string>();
	private readonly users = new Map<string, IDataObject>();
	private readonly mayComeAgain: (key: string) => boolean;

	constructor(
		rows: readonly R[],
		private readonly how: Users<R>,
	) {
		const seen = new Set<string>();
		const again = new Set<string>();
		for (const key of rows.map(how.keyOf)) (seen.has(key) ? again : seen).add(key);
		// All users are kept only when it cannot be known: they take memory.
		this.mayComeAgain = areNamedInManyWays(rows, how) ? () => true : (key) => again.has(key);
	}

	/** The user as an earlier row left it, or as the service has it. */
	async get(row: R, request: RequestApi): Promise<IDataObject> {
		const key = this.how.keyOf(row);
		const known = this.users.get(this.ids.get(key) ?? '');
		if (known) return await this.complete(row, known, request);
		const fetched = await this.how.fetch(row, request);
		const id = String(fetched.id);
		if (this.mayComeAgain(key)) this.ids.set(key, id);
		const left = this.users.get(id);
		return left ? await this.complete(row, left, request) : fetched;
	}

	private async complete(row: R, left: IDataObject, request: RequestApi): Promise<IDataObject> {
		const { suffices, fetchAgain } = this.how;
		if (!fetchAgain || suffices?.(row, left) !== false) return left;
		return await fetchAgain(row, request);
	}

	/** @param user what is known of it, which may be nothing */
	set(row: R, user: IDataObject): void {
		const key = this.how.keyOf(row);
		if (!this.mayComeAgain(key)) return;
		const id = String(user.id ?? key);
		this.ids.set(key, id);
		this.users.set(id, user);
	}
}
