import { apiFailure, Failure, orFailure } from '../../../shared/errors';
import { RefusedRequest } from '../../../shared/http/errors';
import { asText } from '../../../shared/objects';
import { type Path, path } from '../../../shared/path';
import type { Run } from '../../../shared/run/operation';
import { shown, shownList } from '../../../shared/shown';
import { fetchPage } from '../../pagination';
import type { Membership, ShownMembership } from './memberships';

/** The names of organizations or roles by their labels. */
type Names = ReadonlyMap<string, string>;

/** More cannot be listed in a reasonable time. */
const MOST_PAGES = 20;

/** After these it is left to the service to refuse a label: the token may not list them. */
const NOT_ALLOWED = [400, 403, 404];

/** @returns undefined where they cannot be listed as a whole */
async function fetchNames(
	{ client: { request } }: Pick<Run, 'client'>,
	of: Path,
	title: string,
): Promise<Names | undefined> {
	const names = new Map<string, string>();
	for (let page = 1; page <= MOST_PAGES; page++) {
		const fetched = await orFailure(async () => await fetchPage(request, of, title, { page }));
		if (fetched instanceof Failure) {
			if (fetched instanceof RefusedRequest && NOT_ALLOWED.includes(fetched.status)) break;
			throw fetched;
		}
		const { results, hasNext, count } = fetched;
		for (const { label, name } of results) names.set(asText(label), asText(name));
		if (!hasNext) return names.size > 0 && names.size === count ? names : undefined;
	}
	return undefined;
}

/** One of those that there are, written otherwise: in another case, or by its name. */
function meant(label: string, names: Names): string | undefined {
	const same = (text: string) => text.toLowerCase() === label.toLowerCase();
	return [...names].find(([one, name]) => same(one) || same(name))?.[0];
}

function flawOf(noun: string, label: string, names: Names | undefined): string | undefined {
	if (!names || names.has(label)) return undefined;
	const other = meant(label, names);
	const what =
		other === undefined ? `There are ${shownList([...names.keys()])}` : `Write ${shown(other)}`;
	return `names the ${noun} ${shown(label)}, and no ${noun} has that label. ${what}`;
}

/**
 * Looks whether there are organizations and roles with these labels: a misspelled one would only come to light when a part of the work
 * is done. Nothing is asked for about those that some user has.
 * @param known of the users who were read
 * @returns what is wrong with a membership
 * @throws Failure when the service fails; where the token may not list them, nothing is wrong
 */
export async function checkLabels(
	run: Pick<Run, 'client'>,
	wanted: readonly Membership[],
	known: readonly ShownMembership[] = [],
): Promise<(one: Membership) => Failure | undefined> {
	const labels = new Set(known.map(({ label }) => label));
	const roles = new Set(known.map(({ role }) => role));
	const isNew = {
		label: !wanted.every(({ label }) => labels.has(label)),
		role: !wanted.every(({ role }) => roles.has(role)),
	};
	const organizations = isNew.label
		? await fetchNames(run, path`/organizations/`, 'organizations')
		: undefined;
	const allRoles = isNew.role ? await fetchNames(run, path`/roles/`, 'roles') : undefined;
	return ({ label, role }) => {
		const flaw =
			(labels.has(label) ? undefined : flawOf('organization', label, organizations)) ??
			(roles.has(role) ? undefined : flawOf('role', role, allRoles));
		return flaw === undefined ? undefined : apiFailure(`'Organizations' ${flaw}`);
	};
}
