import { generatedPerson, generatedUpsunId, type Sandbox } from '../../tools/sandbox';
import { ME } from './people';

interface Asked {
	name?: string;
	/** The owner of the token, unless told otherwise. */
	ownerId?: string;
	/** So many generated people, `member-00001` and on. */
	members?: number;
	/** The first of them. */
	from?: number;
	/** What each of them may do: `projects:list`. */
	permissions?: string[];
	/** So many projects, which every member has direct access to, as viewer of development. */
	projects?: number;
	/** So many teams, which every member is in, with access to every project. */
	teams?: number;
	/** What the token may do there with people. */
	right?: 'write' | 'read' | 'none';
}

export interface Made {
	id: string;
	name: string;
	/** Of its members, without the owner. */
	memberIds: string[];
	projectIds: string[];
	teamIds: string[];
}

/** The address of the generated user of Upsun of this number, counted from 1. */
export const memberEmailOf = (n: number) => `${generatedPerson(n).email}`;

const times = <T>(count: number, make: (n: number) => T): T[] =>
	Array.from({ length: count }, (_, index) => make(index + 1));

/** An organization of Upsun with people, projects and teams, beside those that the sandbox begins with. */
export function makeOrganization({ sandbox }: { sandbox: Sandbox }, asked: Asked = {}): Made {
	const { upsun } = sandbox;
	const { ownerId = ME, members = 0, from = 1, permissions = ['projects:list'], right } = asked;
	const name = asked.name ?? `made-${upsun.organizations.length + 1}`;
	const memberIds = times(members, (n) => generatedUpsunId(from + n - 1));
	memberIds.forEach((_, index) => upsun.put(generatedPerson(from + index)));
	const { id } = upsun.addOrganization({
		name,
		label: name,
		ownerId,
		members: Object.fromEntries(memberIds.map((one) => [one, permissions])),
		...(right && { right }),
	});
	const users = Object.fromEntries(memberIds.map((one) => [one, ['viewer', 'development:viewer']]));
	const projectIds = times(
		asked.projects ?? 0,
		(n) => upsun.addProject({ organizationId: id, title: `${name} ${n}`, users }).id,
	);
	const teamIds = times(asked.teams ?? 0, (n) => {
		const label = `${name} team ${n}`;
		return upsun.addTeam({ organizationId: id, label, members: memberIds, projectIds }).id;
	});
	return { id, name, memberIds, projectIds, teamIds };
}
