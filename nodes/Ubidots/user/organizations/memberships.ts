import type { IDataObject } from 'n8n-workflow';

import type { Field } from '../../../shared/form/fields';
import type { FieldType } from '../../../shared/form/fieldTypes';
import { identityFlaw, listFlaw } from '../../../shared/form/flaws';
import { parseJson, toIdentity, WrongValue } from '../../../shared/form/parse';
import { isRecord } from '../../../shared/objects';
import { shown } from '../../../shared/shown';

/** A user's role in an organization, both by their labels. */
export interface Membership extends IDataObject {
	label: string;
	role: string;
}

/** The same as the service shows it: the role may be hidden. */
export interface ShownMembership {
	readonly label: string;
	readonly role?: string;
}

const HOW = 'write label:role, with a comma before the next, like acme:viewer, city:operator';

/** For a sheet with such a column that was never meant for this, and for those who map what Get Many gives. */
const ELSE =
	"Get Many has them like that in 'roles', not in 'organizations'. If the column is about something else, rename it";

/** Without the `~` that labels have in paths. */
const toLabel = (value: unknown) => toIdentity(value).replace(/^~/, '');

/** `my-customer:viewer` */
export const membershipText = ({ label, role }: ShownMembership) =>
	role === undefined ? label : `${label}:${role}`;

function fromText(text: string): Membership {
	const [label = '', role, ...more] = text.split(':').map(toLabel);
	if (role === undefined)
		throw new WrongValue(`has ${shown(text)} without a role: ${HOW}. ${ELSE}`);
	if (more.length > 0) throw new WrongValue(`has ${shown(text)} with more than one colon: ${HOW}`);
	if (label === '') throw new WrongValue(`has ${shown(text)} without an organization: ${HOW}`);
	if (role === '') throw new WrongValue(`has ${shown(text)} without a role: ${HOW}`);
	return { label, role };
}

/** An entry of a list: text, or an object as an expression or the service gives it, in which the role may be an object too. */
function fromEntry(entry: unknown): Membership {
	if (typeof entry === 'string') return fromText(entry.trim());
	if (!isRecord(entry)) throw new WrongValue(`has ${shown(entry)} as an entry: ${HOW}`);
	const { label, role } = entry;
	const part = (value: unknown) => (typeof value === 'string' ? toLabel(value) : '');
	const parts = { label: part(label), role: part(isRecord(role) ? role.label : role) };
	if (parts.label !== '' && parts.role !== '') return parts;
	const lacking = parts.label === '' ? 'a label of the organization' : 'a role';
	throw new WrongValue(
		`has ${shown(entry)} without ${lacking}: an entry of a list is like {"label": "my-customer", "role": "viewer"}`,
	);
}

const isJson = (value: unknown) => typeof value === 'string' && /^\s*[[{]/.test(value);

function entriesOf(value: unknown): unknown[] {
	const given = isJson(value) ? parseJson(value) : value;
	if (Array.isArray(given)) return given;
	if (isRecord(given)) return [given];
	if (typeof given !== 'string') throw new WrongValue(`is ${shown(given)}: ${HOW}`);
	return given.split(',').filter((entry) => entry.trim() !== '');
}

/** @throws WrongValue for an organization with two roles */
export function checkRoles(memberships: readonly Membership[]): void {
	const roles = new Map<string, string>();
	for (const { label, role } of memberships) {
		const other = roles.get(label) ?? role;
		if (other !== role) {
			throw new WrongValue(
				`has ${shown(label)} with two roles, ${shown(other)} and ${shown(role)}: write one of them`,
			);
		}
		roles.set(label, role);
	}
}

/**
 * `label:role, label:role`, a list of such texts or of `{ label, role }`, or a list as JSON text.
 * @throws WrongValue that names the entry
 */
export function parseMemberships(value: unknown): Membership[] {
	const list = entriesOf(value).map(fromEntry);
	if (list.length === 0 && typeof value === 'string' && !isJson(value)) {
		throw new WrongValue(`is ${shown(value)}, without an organization: ${HOW}`);
	}
	checkRoles(list);
	return [...new Map(list.map((one) => [one.label, one])).values()];
}

/**
 * The organizations of a user as it has them; undefined where the service does not show them.
 * @param user in any answer
 */
export function membershipsOf({ organizations }: IDataObject): ShownMembership[] | undefined {
	if (organizations === null) return [];
	if (!Array.isArray(organizations)) return undefined;
	const list: ShownMembership[] = [];
	for (const one of organizations as unknown[]) {
		const { label, role }: Record<string, unknown> = isRecord(one) ? one : { label: one };
		const roleLabel = isRecord(role) ? role.label : role;
		if (typeof label !== 'string' || label === '') return undefined;
		list.push({ label, ...(typeof roleLabel === 'string' && { role: roleLabel }) });
	}
	return list;
}

const asList = (value: unknown) => (Array.isArray(value) ? (value as ShownMembership[]) : []);

/** The role in each organization; undefined for one that is hidden. */
export const rolesOf = (list: readonly ShownMembership[]) =>
	new Map(list.map(({ label, role }) => [label, role]));

/**
 * Whether both are in the same organizations with the same roles; undefined where a hidden role decides it. One that is to stay as it is
 * has a hidden role where the service hides it.
 */
function isSame(sent: unknown, current: unknown): boolean | undefined {
	const [wanted, has] = [rolesOf(asList(sent)), rolesOf(asList(current))];
	if (wanted.size !== has.size) return false;
	let isKnown = true;
	for (const [label, role] of wanted) {
		if (!has.has(label)) return false;
		const known = has.get(label);
		if (role === undefined) continue;
		if (known === undefined) isKnown = false;
		else if (known !== role) return false;
	}
	return isKnown ? true : undefined;
}

/** The organizations of a user and the role in each, as a field. The order does not matter. */
const memberships: FieldType = {
	control: { type: 'string', default: '' },
	column: { type: 'string' },
	parse: parseMemberships,
	flaw: (value) =>
		listFlaw(
			(value as Membership[]).flatMap(({ label, role }) => [label, role]),
			'organizations',
			identityFlaw,
		),
	isSame,
	// Also in part: who could not be taken out of the old ones is in the new ones already.
	isLeftBy(sent, before, current) {
		const [wanted, had, has] = [sent, before, current].map((list) => rolesOf(asList(list)));
		const isKnown = ([label, role]: [string, string | undefined]) =>
			role !== undefined && role === (wanted.has(label) ? wanted : had).get(label);
		return [...wanted.keys()].every((label) => has.has(label)) && [...has].every(isKnown);
	},
	irreversible(from) {
		const hidden = asList(from).find(({ role }) => role === undefined);
		return hidden && `Ubidots did not show the role in ${shown(hidden.label)}`;
	},
	text: (value) => asList(value).map(membershipText).join(', '),
};

/** Not a body parameter: organizations have requests of their own. */
export const ORGANIZATIONS: Field = {
	name: 'organizations',
	displayName: 'Organizations',
	type: memberships,
	description:
		'Organizations and the role in each, as label:role with commas between them, or a list of label and role from an expression',
	placeholder: 'e.g. acme:viewer, city:operator',
	empty: [],
};
