import type { IDataObject } from 'n8n-workflow';

import { Failure, orFailure } from '../../../shared/errors';
import { asText } from '../../../shared/objects';
import { idSegment, path } from '../../../shared/path';
import { runConcurrently } from '../../../shared/run/runner';
import { shown } from '../../../shared/shown';
import { type Api, fetchAll, type List } from '../../pagination';
import { CANNOT_SEE, cannotSee } from '../advice';
import { entriesIn, listIn } from '../places/inOrganization';
import type { Person } from '../places/place';
import { project } from '../places/project';
import { team } from '../places/team';

interface Grant {
	resource_type: string;
	resource_id: string;
	title: string;
	permissions: string[];
}

/** What somebody may reach in an organization. */
export interface Reach {
	access: Grant[];
	/** Labels. */
	teams: string[];
	/** What could not be looked at, so that there may be more. */
	notVisible?: string[];
}

/** What people may reach, by their IDs, as it is collected from either side. */
class Reaches {
	private readonly byId = new Map<string, { grants: Map<string, Grant>; teams: Set<string> }>();
	private readonly unseenBy = new Map<string, Set<string>>();
	private readonly unseen = new Set<string>();

	constructor(people: readonly Person[]) {
		for (const { user_id } of people)
			this.byId.set(user_id, { grants: new Map(), teams: new Set() });
	}

	grant(userId: string, { permissions, ...resource }: Grant): void {
		const grants = this.byId.get(userId)?.grants;
		const key = `${resource.resource_type} ${resource.resource_id}`;
		const all = new Set([...(grants?.get(key)?.permissions ?? []), ...permissions]);
		grants?.set(key, { ...resource, permissions: [...all].sort() });
	}

	isIn(userId: string, label: string): void {
		this.byId.get(userId)?.teams.add(label);
	}

	/** @param userId undefined for everybody */
	cannotSee(what: string, userId?: string): void {
		if (userId === undefined) this.unseen.add(what);
		else this.unseenBy.set(userId, (this.unseenBy.get(userId) ?? new Set()).add(what));
	}

	of(userId: string): Reach {
		const { grants, teams } = this.byId.get(userId) ?? { grants: new Map(), teams: new Set() };
		const access = [...grants.values()] as Grant[];
		const notVisible = [...this.unseen, ...(this.unseenBy.get(userId) ?? [])].sort();
		const textOf = ({ resource_type, title }: Grant) => `${resource_type} ${title}`;
		return {
			access: access.sort((a, b) => textOf(a).localeCompare(textOf(b))),
			teams: ([...teams] as string[]).sort((a, b) => a.localeCompare(b)),
			...(notVisible.length > 0 && { notVisible }),
		};
	}
}

const ACCESS_PAGE = { 'page[size]': 200 };

const permissionsIn = (value: unknown) =>
	Array.isArray(value) ? (value as unknown[]).map(asText).filter(Boolean) : [];

/**
 * Reads what the people of an organization may reach there: person by person, or project by project with its teams, whichever takes
 * fewer requests.
 */
export class AccessReader {
	private readonly reaches: Reaches;

	constructor(
		private readonly api: Api,
		private readonly organization: { id: string; title: string },
		private readonly people: readonly Person[],
	) {
		this.reaches = new Reaches(people);
	}

	/**
	 * By the IDs of the people.
	 * @throws Failure when something cannot be read for another reason than that the token may not see it
	 */
	async read(): Promise<(userId: string) => Reach> {
		const { id } = this.organization;
		const [projects, teams] = await Promise.all([
			this.list('the projects', listIn('project', id)),
			this.list('the teams', listIn('team', id)),
		]);
		const members = await this.readTeams(teams);
		const titles = new Map(projects.map((one) => [asText(one.id), asText(one.title)]));
		if (this.people.length <= 2 * projects.length) await this.readByPerson(titles);
		else await this.readByProject(titles, teams, members);
		return (userId) => this.reaches.of(userId);
	}

	/** What the token may not see is noted, and has no entries. */
	private async list(
		what: string,
		{ path: from, query }: Pick<List, 'path' | 'query'>,
		userId?: string,
	): Promise<IDataObject[]> {
		const purpose = `list ${what} of the organization ${shown(this.organization.title)}`;
		const found = await orFailure(
			async () => await fetchAll(this.api, { path: from, query, purpose, advice: CANNOT_SEE }),
		);
		if (!(found instanceof Failure)) {
			if (found.gap !== undefined) this.reaches.cannotSee(`${what}: ${found.gap}`, userId);
			return entriesIn(this.organization.id, found.entries);
		}
		if (!cannotSee(found)) throw found;
		this.reaches.cannotSee(what, userId);
		return [];
	}

	/** Who is in which team, by the IDs of teams. */
	private async readTeams(teams: readonly IDataObject[]): Promise<Map<string, string[]>> {
		const members = new Map<string, string[]>();
		await runConcurrently(this.api.concurrency, teams, async ({ id, label }) => {
			const what = `the members of the team ${shown(label)}`;
			const entries = await this.list(what, { path: team.people(idSegment(asText(id))) });
			const ids = entries.map(({ user_id }) => asText(user_id).toLowerCase());
			for (const userId of ids) this.reaches.isIn(userId, asText(label));
			members.set(asText(id), ids);
		});
		return members;
	}

	private async readByPerson(titles: ReadonlyMap<string, string>): Promise<void> {
		const { id, title } = this.organization;
		await runConcurrently(this.api.concurrency, this.people, async ({ user_id }) => {
			const entries = await this.list(
				'the access',
				{
					path: path`/users/${idSegment(user_id)}/extended-access`,
					query: { 'filter[organization_id]': id },
				},
				user_id,
			);
			for (const { organization_id, resource_type, resource_id, permissions } of entries) {
				const resource = asText(resource_id);
				// A filter that was ignored brings other organizations along.
				if (organization_id !== id && resource !== id) continue;
				this.reaches.grant(user_id, {
					resource_type: asText(resource_type),
					resource_id: resource,
					title: resource === id ? title : (titles.get(resource) ?? resource),
					permissions: permissionsIn(permissions),
				});
			}
		});
	}

	private async readByProject(
		titles: ReadonlyMap<string, string>,
		teams: readonly IDataObject[],
		members: ReadonlyMap<string, string[]>,
	): Promise<void> {
		const { id, title } = this.organization;
		for (const { user_id, permissions = [] } of this.people)
			this.reaches.grant(user_id, {
				...{ resource_type: 'organization', resource_id: id, title, permissions },
			});
		const ofTeams = new Map(
			teams.map((one) => [asText(one.id), permissionsIn(one.project_permissions)]),
		);
		await runConcurrently(this.api.concurrency, [...titles], async ([projectId, name]) => {
			const resource = { resource_type: 'project', resource_id: projectId, title: name };
			const segment = idSegment(projectId);
			const what = `the users of the project ${shown(name)}`;
			const users = await this.list(what, { path: project.people(segment), query: ACCESS_PAGE });
			for (const { user_id, permissions } of users)
				this.reaches.grant(asText(user_id).toLowerCase(), {
					...resource,
					permissions: permissionsIn(permissions),
				});
			const granted = await this.list(`the teams of the project ${shown(name)}`, {
				path: path`/projects/${segment}/team-access`,
				query: ACCESS_PAGE,
			});
			for (const { team_id } of granted) {
				const permissions = ofTeams.get(asText(team_id)) ?? [];
				for (const userId of members.get(asText(team_id)) ?? [])
					this.reaches.grant(userId, { ...resource, permissions });
			}
		});
	}
}
