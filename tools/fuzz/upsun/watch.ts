import type { JournalEntry, Sandbox } from '../../sandbox';
import { BOSS, type Change, emailOf, idOf, type PlaceCase, SELF, WORDS } from './cases';

/** Everybody everywhere: permissions by place and user, open invitations by place and ID. */
export type State = Map<string, string>;

/** What became different in one step. */
export interface Difference {
	key: string;
	/** Whom it is about; undefined for somebody whom no case knows. */
	n?: number;
	from?: string;
	to?: string;
	/** After so many requests. */
	at: number;
}

/** What a request of the node did. */
export type Touch = Difference & { entry: JournalEntry };

/** What somebody else did. */
export type Interference = Difference & Pick<Change, 'what'>;

export const personKey = (placeId: string, n: number) => `${placeId}/${idOf(n)}`;
export const invitationKey = (placeId: string, id: string) => `${placeId}/invitation/${id}`;

/** Permissions as a set: `billing` brings `projects:list`, whether it is shown or not. */
export const asSet = (words: readonly unknown[]): string =>
	[...new Set([...words.map(String), ...(words.includes('billing') ? ['projects:list'] : [])])]
		.sort()
		.join(' ');

const EVERYBODY = [SELF, BOSS, ...Array.from({ length: 10 }, (_, index) => index + 1)];
const byAddress = new Map(EVERYBODY.map((n) => [emailOf(n), n]));
const byId = new Map(EVERYBODY.map((n) => [idOf(n), n]));

const isOpen = ({ state }: { state: string }) => state === 'pending' || state === 'processing';

function stateOf({ upsun }: Sandbox): State {
	const all: State = new Map();
	const places = [
		...upsun.organizations.map((one) => ({ ...one, people: one.members })),
		...upsun.projects.map((one) => ({ ...one, people: one.users })),
		...upsun.teams.map((one) => ({ ...one, people: one.members, invitations: [] })),
	];
	for (const { id, people, invitations } of places) {
		for (const [userId, one] of Object.entries(people))
			all.set(`${id}/${userId}`, asSet('permissions' in one ? (one.permissions as string[]) : []));
		for (const one of invitations.filter(isOpen))
			all.set(invitationKey(id, one.id), one.email.toLowerCase());
	}
	return all;
}

/** The last part of a key: the ID of a user, or of an invitation. */
export const idIn = (key: string) => key.split('/').at(-1) ?? '';
export const isInvitation = (key: string) => key.includes('/invitation/');

/** Watches the service while a run goes on, and is somebody else who changes it: says who did what. */
export class Watch {
	readonly before: State;
	state: State;
	/** Every value that a key has had. */
	readonly history = new Map<string, Set<string>>();
	readonly touches: Touch[] = [];
	readonly interferences: Interference[] = [];
	/** The numbers of the requests that write, from 1. */
	readonly writes: Array<{ at: number; entry: JournalEntry }> = [];
	private count = 0;

	constructor(
		private readonly sandbox: Sandbox,
		private readonly given: PlaceCase,
		private readonly placeId: string,
	) {
		this.before = this.state = stateOf(sandbox);
		this.remember();
		// The sandbox asks for this once for each request, right after it was carried out or not.
		Object.defineProperty(sandbox.options, 'latencyMs', {
			configurable: true,
			get: () => this.afterRequest(),
			set: () => undefined,
		});
	}

	/** Ends the watch. */
	finish(): this {
		const { options } = this.sandbox;
		Object.defineProperty(options, 'latencyMs', { configurable: true, writable: true, value: 0 });
		return this;
	}

	private afterRequest(): number {
		this.count += 1;
		const entry = this.sandbox.journal.entries().at(-1) as JournalEntry;
		if (entry.method !== 'GET') this.writes.push({ at: this.count, entry });
		for (const one of this.look()) this.touches.push({ ...one, entry });
		for (const { after, what, n } of this.given.changes) {
			if (after !== this.count) continue;
			this.interfere(what, n);
			for (const one of this.look()) this.interferences.push({ ...one, what });
		}
		return 0;
	}

	private look(): Difference[] {
		const now = stateOf(this.sandbox);
		const found = [...new Set([...this.state.keys(), ...now.keys()])]
			.filter((key) => this.state.get(key) !== now.get(key))
			.map((key) => {
				const [from, to] = [this.state.get(key), now.get(key)];
				const address = isInvitation(key)
					? (from ?? to)
					: this.sandbox.upsun.user(idIn(key))?.email;
				const n = byId.get(idIn(key)) ?? byAddress.get(address ?? '');
				return { key, from, to, n, at: this.count };
			});
		this.state = now;
		this.remember();
		return found;
	}

	private remember(): void {
		for (const [key, value] of this.state)
			this.history.set(key, (this.history.get(key) ?? new Set()).add(value));
	}

	private interfere(what: Change['what'], n: number): void {
		const { upsun } = this.sandbox;
		const { kind } = this.given;
		const id = idOf(n);
		const invited = kind === 'organization' ? ['members'] : [{ type: 'staging', role: 'viewer' }];
		upsun.changePlace(this.placeId, (place, places) => {
			const people = kind === 'project' ? place.users : place.members;
			const open = (place.invitations ?? []).find(
				(one) => isOpen(one) && one.email.toLowerCase() === emailOf(n),
			);
			const membership = () => places.membership([...(WORDS[kind][1] ?? [])]);
			if (what === 'add' && upsun.user(id) && !(id in people)) {
				const organization = places.organization(place.organizationId ?? place.id);
				if (organization) organization.members[id] ??= membership();
				people[id] ??= membership();
			}
			if (what === 'remove') delete people[id];
			if (what === 'promote' && id in people && kind !== 'team')
				people[id].permissions = [...WORDS[kind][2]];
			// A new account has an ID that no case knows.
			if (what === 'accept' && open && upsun.user(id)) upsun.accept(open.id);
			if (what === 'withdraw' && open) open.state = 'cancelled';
			if (what === 'invite' && !open && kind !== 'team')
				upsun.invite(this.placeId, emailOf(n), invited);
		});
	}
}
