import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { orFailure } from '../../shared/errors';
import { parseLocator } from '../../shared/form/resourceLocator';
import { asText } from '../../shared/objects';
import { path } from '../../shared/path';
import { runConcurrently } from '../../shared/run/runner';
import { fillPicker, matching } from '../../shared/listSearch';
import { upsun } from '../api';
import { type Api, fetchAll } from '../pagination';
import { listPeople } from '../people/list';
import { entriesIn, listIn } from '../people/places/inOrganization';
import { organization } from '../people/places/organization';
import type { Place } from '../people/places/place';
import { project } from '../people/places/project';
import { team } from '../people/places/team';
import { Roster } from '../people/roster';
import { cannotSee } from '../people/advice';
import { fetchOrganizations } from './organizations';
import { byName, leftOutOf, toEntry } from './users';

const ALL = { 'page[size]': 100 };

/** The organizations of the token, those first whose members it may list: it has a link to them. */
export async function searchOrganizations(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const purpose = 'list your organizations';
	const { entries, gap } = await fillPicker(
		this,
		upsun,
		async (client) => await fetchAll(client, { path: path`/organizations`, query: ALL, purpose }),
	);
	const isOpen = ({ _links }: IDataObject) => 'members' in Object(_links);
	const toItem = ({ id, name, label }: IDataObject): INodeListSearchItems => ({
		name: `${asText(label) || asText(name)} (${asText(name)})`,
		value: asText(id),
	});
	const sorted = (some: IDataObject[]) => some.map(toItem).sort(byName);
	const items = [
		...sorted(entries.filter(isOpen)),
		...sorted(entries.filter((entry) => !isOpen(entry))),
	];
	return matching(items, filter, leftOutOf('every organization', gap === undefined ? [] : [gap]));
}

/** What organizations have of a kind, each with the name of its organization. */
async function searchIn(
	context: ILoadOptionsFunctions,
	kind: 'project' | 'team',
	filter: string | undefined,
): Promise<INodeListSearchResult> {
	const nouns = `${kind}s`;
	const purpose = `list the ${nouns} of your organizations`;
	const { items, gaps } = await fillPicker(context, upsun, async (client) => {
		const found: INodeListSearchItems[] = [];
		const missing = new Set<string>();
		const organizations = await fetchOrganizations(client, nouns, purpose, missing);
		await runConcurrently(client.concurrency, organizations, async (organization) => {
			const { label } = organization;
			const id = asText(organization.id);
			const list = { ...listIn(kind, id), purpose };
			const answer = await orFailure(async () => await fetchAll(client, list));
			if ('entries' in answer) {
				if (answer.gap !== undefined) missing.add(answer.gap);
				for (const { id: key, title, label: own } of entriesIn(id, answer.entries)) {
					const name = asText(title) || asText(own) || asText(key);
					found.push({ name: `${name} (${asText(label)})`, value: asText(key) });
				}
			} else if (!cannotSee(answer)) missing.add(answer.message);
		});
		return { items: found, gaps: [...missing] };
	});
	return matching(items.sort(byName), filter, leftOutOf(`every one of the ${nouns}`, gaps));
}

/** The projects of the organizations of the token. */
export async function searchProjects(this: ILoadOptionsFunctions, filter?: string) {
	return await searchIn(this, 'project', filter);
}

/** The teams of the organizations of the token. */
export async function searchTeams(this: ILoadOptionsFunctions, filter?: string) {
	return await searchIn(this, 'team', filter);
}

const PLACES: Record<string, [Place, string]> = {
	organizationMember: [organization, 'organizationId'],
	projectUser: [project, 'projectId'],
	teamMember: [team, 'teamId'],
};

async function fetchPeopleAt(api: Api, place: Place, chosen: unknown) {
	const { value, mode } = parseLocator(chosen);
	const key = { by: mode === 'name' ? 'name' : 'id', value: asText(value) } as const;
	const roster = new Roster(api, place, key, async () => await Promise.resolve(''));
	return await listPeople(api, place, await roster.id());
}

/** The people of the place that the form has chosen. */
export async function searchPeople(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const found = PLACES[asText(this.getCurrentNodeParameter('resource'))];
	if (!found) return { results: [] };
	const [place, name] = found;
	const chosen = this.getCurrentNodeParameter(name);
	if (asText(parseLocator(chosen).value) === '') {
		return matching([], '', `Choose the ${place.kind} first`);
	}
	const { people, gap } = await fillPicker(
		this,
		upsun,
		async (client) => await fetchPeopleAt(client, place, chosen),
	);
	const items = people.map((person) => toEntry({ ...person }, person.user_id)).sort(byName);
	return matching(items, filter, leftOutOf('everyone', gap === undefined ? [] : [gap]));
}
