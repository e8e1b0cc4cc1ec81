import type { Sandbox } from '../sandbox';

type Person = Record<string, unknown>;
type People = Map<string, Person>;

/** What one person's data were and are. */
export interface Change {
	who: string;
	field: string;
	from: unknown;
	to: unknown;
}

/** Fields that change by themselves. */
const NOT_SHOWN = new Set(['mugshotUrl', 'updated_at', 'url']);

/** Everybody in the sandbox, as they are now: at Upsun with what they may do where, and those who are invited. */
export function snapshot({ ubidots, upsun }: Sandbox): People {
	const members = upsun.users().map((user) => ({ ...user, ...permissionsOf(user.id, upsun) }));
	const invited = upsun.organizations.flatMap(({ label, invitations }) =>
		invitations
			.filter(({ state }) => state === 'pending')
			.map(({ id, email }) => ({ id, username: email, email: `invited to ${label}` })),
	);
	const everybody = [...ubidots.users(), ...members, ...invited] as unknown as Person[];
	return new Map(structuredClone(everybody).map((person) => [String(person.id), person]));
}

const permissionsOf = (userId: string, { organizations }: Sandbox['upsun']) =>
	Object.fromEntries(
		organizations.map(({ label, members }) => [
			`permissions in ${label}`,
			members[userId]?.permissions ?? null,
		]),
	);

/** Who changed from what to what, as the services see it. */
export function changesBetween(before: People, after: People): Change[] {
	const changes: Change[] = [];
	for (const [id, person] of after) {
		const was = before.get(id);
		if (!was) {
			changes.push({ who: String(person.username), field: 'account', from: '', to: person.email });
			continue;
		}
		for (const [field, to] of Object.entries(person)) {
			const from = was[field];
			if (NOT_SHOWN.has(field) || JSON.stringify(from) === JSON.stringify(to)) continue;
			changes.push({ who: String(was.username ?? person.username), field, from, to });
		}
	}
	return changes;
}
