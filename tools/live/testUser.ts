/* eslint-disable @n8n/community-nodes/require-node-api-error -- a command line of its own, never shipped */
import { isRecord } from '../../nodes/shared/objects';
import type { Probe, Reply } from './probe';
import { CannotTell, Failure } from './step';

export type Values = Record<string, unknown>;

/** How a service is written to for the test user. */
export interface Writing {
	/** The value to send for one that was read, by the fields that steps may write. */
	fields: Record<string, (shown: unknown) => unknown>;
	/** The fields as they are shown now; one that is not shown is not there. */
	read(): Promise<Values>;
	/** @param before how the fields are now */
	write(values: Values, before: Values): Promise<Reply>;
}

const TRIES = 4;
const BETWEEN_TRIES_MS = 2000;

/** The one user that is written to, and how it was before. */
export class TestUser {
	/** Until a write can be seen: from the first step that writes. */
	settleMs = 0;
	/** Fields that a bulk task may still write. */
	readonly pending = new Set<string>();
	private readonly writable = new Set<string>();

	private constructor(
		readonly id: string,
		readonly before: Values,
		private readonly probe: Probe,
		private readonly writing: Writing,
	) {}

	/** Tries to write each value as it is: what could not be put back is never touched. */
	static async rehearsed(id: string, probe: Probe, writing: Writing): Promise<TestUser> {
		const user = new TestUser(id, await writing.read(), probe, writing);
		for (const [name, toSend] of Object.entries(writing.fields)) {
			if (!(name in user.before)) continue;
			const values = { [name]: toSend(user.before[name]) };
			const { status } = await writing.write(values, user.before);
			if (status < 300) user.writable.add(name);
		}
		return user;
	}

	can(name: string): boolean {
		return this.writable.has(name);
	}

	/** @throws CannotTell for fields that could not be put back */
	touch(...names: string[]): void {
		const kept = names.filter((name) => !this.writable.has(name));
		if (kept.length === 0) return;
		throw new CannotTell(`Not tried: ${kept.join(', ')} could not have been put back.`);
	}

	/** Writes fields and gives the answer, and what is shown once that is to be seen. */
	async patch(values: Values): Promise<{ reply: Reply; shown: Values }> {
		this.touch(...Object.keys(values));
		const reply = await this.writing.write(values, this.before);
		return { reply, shown: await this.read() };
	}

	/** The fields as they are shown, once a write can be seen. */
	async read(): Promise<Values> {
		if (this.settleMs > 0) await this.probe.wait(this.settleMs);
		return await this.writing.read();
	}

	/**
	 * Writes what differs from before until nothing does.
	 * @returns what is still otherwise
	 */
	async putBack(): Promise<Values> {
		let left: Values = this.before;
		for (let tries = 0; tries < TRIES; tries++) {
			try {
				if (tries > 1) await this.probe.wait(BETWEEN_TRIES_MS * tries);
				left = this.differing(await this.read());
				if (Object.keys(left).length === 0) return this.mayStillCome();
				await this.write(left);
			} catch (error) {
				if (!(error instanceof Failure) || this.probe.options.signal?.aborted) throw error;
			}
		}
		return { ...left, ...this.mayStillCome() };
	}

	private async write(left: Values): Promise<void> {
		const now = await this.writing.read();
		for (const [name, value] of Object.entries(left)) {
			await this.writing.write({ [name]: this.writing.fields[name](value) }, now);
		}
	}

	private mayStillCome(): Values {
		return pick(this.before, (name) => this.pending.has(name));
	}

	private differing(now: Values): Values {
		return pick(
			this.before,
			(name) => this.writable.has(name) && canonical(now[name]) !== canonical(this.before[name]),
		);
	}
}

function pick(values: Values, isWanted: (name: string) => boolean): Values {
	return Object.fromEntries(Object.entries(values).filter(([name]) => isWanted(name)));
}

/** JSON with keys in one order. */
export function canonical(value: unknown): string {
	return JSON.stringify(value, (_, one: unknown) =>
		isRecord(one) ? Object.fromEntries(Object.entries(one).sort()) : one,
	);
}
