import type { IDataObject } from 'n8n-workflow';

import { makeOrganization, memberEmailOf } from '../../../../support/organizations';
import { requests } from '../../../../support/requests';
import { ME } from '../../../../support/people';
import { autoMap, type OnError, settingsOf, upsun } from '../../../../support/setups';
import type { NodeSetup, World } from '../../../../support/world';

/** The kinds of place, with the name of the parameter that chooses one. */
export const RESOURCES = {
	organizationMember: 'organizationId',
	projectUser: 'projectId',
	teamMember: 'teamId',
};

export type Resource = keyof typeof RESOURCES;

export const RESOURCE_NAMES = Object.keys(RESOURCES) as Resource[];

/** What everybody may do there at first, and what somebody may do instead. */
export const AT_FIRST: Record<Resource, string> = {
	organizationMember: 'projects:list',
	projectUser: 'viewer,development:viewer',
	teamMember: '',
};
export const INSTEAD: Record<Resource, string> = {
	organizationMember: 'members,projects:list',
	projectUser: 'viewer,production:contributor',
	teamMember: '',
};

export interface Site {
	resource: Resource;
	/** The ID of the place. */
	id: string;
	organizationId: string;
	memberIds: string[];
}

/**
 * A place with so many people, beside the owner of the token, who owns the organization.
 * @param extra so many further members of the organization, who are not in the project or team
 */
export function makeSite(world: World, resource: Resource, members: number, extra = 0): Site {
	const { upsun: service } = world.sandbox;
	const { id: organizationId, memberIds } = makeOrganization(world, { members: members + extra });
	const ids = [ME, ...memberIds.slice(0, members)];
	const permissions = ['viewer', 'development:viewer'];
	const made = {
		organizationMember: () => ({ id: organizationId }),
		projectUser: () => {
			const users = Object.fromEntries(ids.map((id) => [id, permissions]));
			return service.addProject({ organizationId, users });
		},
		teamMember: () => service.addTeam({ organizationId, members: ids }),
	};
	const { id } = made[resource]();
	return { resource, id, organizationId, memberIds };
}

/** A row for each of these people, who may do what everybody may. */
export const rowsOf = ({ resource }: Pick<Site, 'resource'>, ...numbers: number[]): IDataObject[] =>
	numbers.map((n) => ({
		email: memberEmailOf(n),
		...(AT_FIRST[resource] !== '' && { permissions: AT_FIRST[resource] }),
	}));

/** A sync of the place that writes, and removes leavers whoever they are, unless told otherwise. */
export function syncSite(
	{ resource, id }: Pick<Site, 'resource' | 'id'>,
	{ options, ...parameters }: IDataObject & { options?: IDataObject } = {},
	onError?: OnError,
): NodeSetup {
	return upsun(
		'sync',
		{
			resource,
			[RESOURCES[resource]]: { __rl: true, mode: 'id', value: id },
			columns: autoMap('email'),
			leavers: 'remove',
			scope: { everyUser: true },
			exceptUsers: '',
			dryRun: false,
			...parameters,
			...settingsOf({ maxLeavers: 1000, retryTimeout: 0, ...options }),
		},
		onError,
	);
}

/** The IDs of the people who are in the place, in order. */
export function whoIsIn({ sandbox: { upsun: service } }: World, { resource, id }: Site): string[] {
	const people =
		resource === 'organizationMember'
			? service.organizations.find((one) => one.id === id)?.members
			: resource === 'projectUser'
				? service.projects.find((one) => one.id === id)?.users
				: service.teams.find((one) => one.id === id)?.members;
	return Object.keys(people ?? {}).sort();
}

/** The requests that write, in order, without the place: `PATCH member-00001`, `POST`. */
export const writes = (world: World): string[] =>
	requests(world)
		.filter(({ method, path }) => method !== 'GET' && !path.includes('oauth2'))
		.map(({ method, path }) => `${method} ${path.split('/').slice(3).join('/')}`);
