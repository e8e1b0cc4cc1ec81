import { Failure, orFailure } from '../../../shared/errors';
import { asText } from '../../../shared/objects';
import { runConcurrently } from '../../../shared/run/runner';
import { shown } from '../../../shared/shown';
import { type Api, fetchAll } from '../../pagination';
import { listInvitations } from '../../people/invitations';
import { listPeople } from '../../people/list';
import { entriesIn, listIn } from '../../people/places/inOrganization';
import type { Invitation, Person, Place } from '../../people/places/place';
import { project } from '../../people/places/project';
import { team } from '../../people/places/team';
import type { Organization } from './organizations';

/** An organization, or a project or team of it. */
export interface PlaceOf {
	readonly kind: Place;
	readonly id: string;
	readonly title: string;
	/** What sentences call it: the project 'Website'. */
	readonly name: string;
}

/** A place with the people or invitations that it has. */
export interface Entries<T> {
	readonly place: PlaceOf;
	readonly entries: readonly T[];
}

/** Who is in an organization at a time, read once for everybody who leaves. */
export interface Snapshot {
	readonly organization: Organization;
	readonly members: readonly Person[];
	readonly teams: ReadonlyArray<Entries<Person>>;
	/** To the organization and to its projects. */
	readonly invitations: ReadonlyArray<Entries<Invitation>>;
	/** What could not be read: nobody is gone because of it. */
	readonly notVisible: readonly string[];
}

const KINDS: Record<'project' | 'team', Place> = { project, team };

/** Whether a list that cannot be read for this reason is only named, and the others are read. */
export type Tolerates = (failure: Failure) => boolean;

/** After the last write: what was done has to be told, whatever cannot be read. */
export const whatever: Tolerates = ({ kind }) => kind === 'api';

/** Reads the lists of one organization, and notes those that cannot be read. */
class Reader {
	readonly notVisible: string[] = [];

	constructor(
		private readonly api: Api,
		private readonly organization: Organization,
		private readonly tolerates: Tolerates,
	) {}

	/** @throws Failure that is not tolerated */
	private async listOf<T>(
		what: string,
		read: () => Promise<{ entries: T[]; gap?: string }>,
	): Promise<T[]> {
		const found = await orFailure(read);
		if (found instanceof Failure) {
			if (!this.tolerates(found)) throw found;
			const { httpCode } = found.details;
			this.notVisible.push(`${what} (${httpCode ? `Upsun answered ${httpCode}` : found.message})`);
			return [];
		}
		if (found.gap !== undefined) this.notVisible.push(`${what}, in part (${found.gap})`);
		return found.entries;
	}

	private async places(noun: 'project' | 'team'): Promise<PlaceOf[]> {
		const { id: organizationId, name } = this.organization;
		const purpose = `list the ${noun}s of ${name}`;
		const list = { ...listIn(noun, organizationId), purpose };
		const found = await this.listOf(
			`the ${noun}s of ${name}`,
			async () => await fetchAll(this.api, list),
		);
		return entriesIn(organizationId, found).map(({ id, title, label }): PlaceOf => {
			const text = asText(title) || asText(label) || asText(id);
			return { kind: KINDS[noun], id: asText(id), title: text, name: `the ${noun} ${shown(text)}` };
		});
	}

	async people({ kind, id, name }: PlaceOf): Promise<Person[]> {
		return await this.listOf(`the people of ${name}`, async () => {
			const { people, gap, hidden } = await listPeople(this.api, kind, id);
			return { entries: people, gap: gap ?? hidden };
		});
	}

	private async invitationsTo(place: PlaceOf): Promise<Entries<Invitation>> {
		const { kind, id, name } = place;
		const entries = await this.listOf(`the invitations to ${name}`, async () => {
			const { invitations, gap } = await listInvitations(this.api, kind, id);
			return { entries: invitations, gap };
		});
		return { place, entries };
	}

	/** Those to its projects are open doors as well. */
	async invitations(place: PlaceOf): Promise<Array<Entries<Invitation>>> {
		const projects = await this.places('project');
		return await this.each([place, ...projects], async (one) => await this.invitationsTo(one));
	}

	async teams(): Promise<Array<Entries<Person>>> {
		if (!this.organization.hasTeams) return [];
		const teams = await this.places('team');
		return await this.each(teams, async (place) => ({ place, entries: await this.people(place) }));
	}

	private async each<T>(places: readonly PlaceOf[], read: (place: PlaceOf) => Promise<T>) {
		const found: T[] = [];
		await runConcurrently(this.api.concurrency, places, async (place, index) => {
			found[index] = await read(place);
		});
		return found;
	}
}

/** @throws Failure that is not tolerated */
async function takeSnapshot(
	api: Api,
	organization: Organization,
	tolerates: Tolerates,
): Promise<Snapshot> {
	const { notVisible } = organization;
	if (notVisible !== undefined)
		return { organization, members: [], teams: [], invitations: [], notVisible: [notVisible] };
	const reader = new Reader(api, organization, tolerates);
	const members = await reader.people(organization);
	const invitations = await reader.invitations(organization);
	const teams = await reader.teams();
	return { organization, members, invitations, teams, notVisible: reader.notVisible };
}

/**
 * Reads who is in these organizations, each list once.
 * @throws Failure that is not tolerated
 */
export async function takeSnapshots(
	api: Api,
	organizations: readonly Organization[],
	tolerates: Tolerates,
): Promise<Snapshot[]> {
	const snapshots: Snapshot[] = [];
	for (const organization of organizations) {
		snapshots.push(await takeSnapshot(api, organization, tolerates));
	}
	return snapshots;
}
