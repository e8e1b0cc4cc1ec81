import { ME } from '../store';

/** What somebody may do in an organization, from when on. */
export interface Membership {
	permissions: string[];
	created_at: string;
	updated_at: string;
}

/** A permission of an organization, or the role in an environment type of a project. */
export type InvitedTo = string | { type: string; role: string };

export interface UpsunInvitation {
	id: string;
	state: 'pending' | 'processing' | 'accepted' | 'cancelled' | 'error';
	email: string;
	/** Of a project. */
	role?: string;
	permissions: InvitedTo[];
	created_at: string;
	updated_at: string;
	finished_at: string | null;
}

export interface UpsunOrganization {
	id: string;
	name: string;
	label: string;
	ownerId: string;
	createdAt: string;
	/** What the token may do with the people here. By default what its owner may: see `rightIn`. */
	right?: Right;
	/** `teams`: the add-on without which there are none. */
	capabilities: string[];
	enforcesMfa: boolean;
	/** By user id, in the order in which they came. */
	members: Record<string, Membership>;
	invitations: UpsunInvitation[];
}

export type Right = 'write' | 'read' | 'none';

export interface UpsunProject {
	id: string;
	organizationId: string;
	title: string;
	status: 'active' | 'suspended' | 'deleted';
	createdAt: string;
	/** How many more people the subscription allows; null is any number. */
	freeSeats: number | null;
	users: Record<string, Membership>;
	invitations: UpsunInvitation[];
}

export interface UpsunTeam {
	id: string;
	organizationId: string;
	label: string;
	projectPermissions: string[];
	createdAt: string;
	members: Record<string, Pick<Membership, 'created_at' | 'updated_at'>>;
	projectIds: string[];
}

/** What a test asks for; the rest is made up. */
export type NewOrganization = Partial<Omit<UpsunOrganization, 'members'>> & {
	/** Permissions by user id. The owner comes first, named or not. */
	members?: Record<string, string[]>;
};
export type NewProject = Partial<Omit<UpsunProject, 'users'>> & {
	organizationId: string;
	users?: Record<string, string[]>;
};
export type NewTeam = Partial<Omit<UpsunTeam, 'members'>> & {
	organizationId: string;
	members?: string[];
};

/** All organizations with their projects and teams. */
export class Places {
	organizations: UpsunOrganization[] = [];
	projects: UpsunProject[] = [];
	teams: UpsunTeam[] = [];
	private invitationCount = 0;

	constructor(private now: () => string) {}

	/** Does this as if it were done then. */
	at(time: string, action: () => void): void {
		const { now } = this;
		this.now = () => time;
		action();
		this.now = now;
	}

	reset(): void {
		this.organizations = [];
		this.projects = [];
		this.teams = [];
		this.invitationCount = 0;
	}

	addOrganization({ members = {}, ...given }: NewOrganization): UpsunOrganization {
		const n = this.organizations.length + 1;
		const ownerId = given.ownerId ?? ME;
		const people = { [ownerId]: ['admin', 'members'], ...members };
		const organization = {
			id: `01HM5Z0QK8S4N2V7X9B3C6D${String(n).padStart(3, '0')}`,
			name: `organization-${n}`,
			label: `Organization ${n}`,
			ownerId,
			createdAt: this.now(),
			capabilities: ['teams'],
			enforcesMfa: false,
			members: mapValues(people, (permissions) => this.membership(permissions)),
			invitations: [],
			...given,
		};
		this.organizations.push(organization);
		return organization;
	}

	addProject({ users = {}, ...given }: NewProject): UpsunProject {
		const n = this.projects.length + 1;
		const project: UpsunProject = {
			id: `sandbox${String(n).padStart(6, '0')}`,
			title: `Project ${n}`,
			status: 'active',
			createdAt: this.now(),
			freeSeats: null,
			users: mapValues(users, (permissions) => this.membership(permissions)),
			invitations: [],
			...given,
		};
		this.projects.push(project);
		return project;
	}

	addTeam({ members = [], ...given }: NewTeam): UpsunTeam {
		const n = this.teams.length + 1;
		const team: UpsunTeam = {
			id: `01HM5Z0QK8S4N2V7X9B3T6T${String(n).padStart(3, '0')}`,
			label: `Team ${n}`,
			projectPermissions: ['viewer', 'development:viewer'],
			createdAt: this.now(),
			members: Object.fromEntries(members.map((id) => [id, this.membership([])])),
			projectIds: [],
			...given,
		};
		this.teams.push(team);
		return team;
	}

	/** A pending one of this place; whoever calls it sees to what follows from another state. */
	addInvitation(
		place: UpsunOrganization | UpsunProject,
		given: Pick<UpsunInvitation, 'email' | 'permissions'> & Partial<UpsunInvitation>,
	): UpsunInvitation {
		this.invitationCount += 1;
		const at = this.now();
		const invitation: UpsunInvitation = {
			id: `5a0e0000-0000-4000-8000-${String(this.invitationCount).padStart(12, '0')}`,
			state: 'pending',
			created_at: at,
			updated_at: at,
			finished_at: null,
			...given,
		};
		place.invitations.push(invitation);
		return invitation;
	}

	/** By id, or by `name=<name>` where reads take that too. */
	organization(key: string): UpsunOrganization | undefined {
		return this.organizations.find(({ id, name }) => id === key || key === `name=${name}`);
	}

	project(id: string): UpsunProject | undefined {
		return this.projects.find((project) => project.id === id);
	}

	team(id: string): UpsunTeam | undefined {
		return this.teams.find((team) => team.id === id);
	}

	membership(permissions: string[]): Membership {
		const at = this.now();
		return { permissions: [...permissions], created_at: at, updated_at: at };
	}

	/** Somebody leaves an organization: its projects go along (documentation), and its teams unless they are kept. */
	removeMember(organization: UpsunOrganization, userId: string, keepTeams: boolean): void {
		delete organization.members[userId];
		for (const { organizationId, users } of this.projects) {
			if (organizationId === organization.id) delete users[userId];
		}
		if (keepTeams) return;
		for (const { organizationId, members } of this.teams) {
			if (organizationId === organization.id) delete members[userId];
		}
	}
}

/** What the token may do with the people of an organization: everything for who owns it or has *Manage users*, else nothing. */
export function rightIn(organization: UpsunOrganization): Right {
	if (organization.right) return organization.right;
	const mine = organization.members[ME]?.permissions ?? [];
	const manages = organization.ownerId === ME || mine.some((one) => isManaging.has(one));
	return manages ? 'write' : 'none';
}

const isManaging = new Set(['admin', 'members']);

export function mapValues<In, Out>(
	object: Record<string, In>,
	change: (value: In) => Out,
): Record<string, Out> {
	return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}
