import { withoutOmitted } from '../../doubts';
import type { Place } from '../../doubts';
import type { JsonObject, Reply } from '../../http';
import {
	flawOfProjectPermissions,
	flawOfWords,
	inOrganization,
	inProject,
	ORGANIZATION_PERMISSIONS,
	withBody,
} from '../call';
import type { Call, Handler } from '../call';
import { chosen, pageSize } from '../lists';
import { upsunError } from '../rules';
import { ME } from '../store';
import type { UpsunContext } from '../store';
import { cannotGrant } from './members';
import type { InvitedTo, UpsunInvitation, UpsunOrganization, UpsunProject } from './places';

/** What differs between the invitations to an organization and those to a project. */
interface Kind<T extends UpsunOrganization | UpsunProject> {
	within(call: Call, answer: (place: T) => Reply): Reply;
	flawOf(body: JsonObject, context: UpsunContext): string | undefined;
	/** What refuses an invitation to this place; undefined if nothing does. */
	refusal(place: T, body: JsonObject, call: Call): Reply | undefined;
	peopleOf(place: T): Record<string, unknown>;
	/** Who accepts is in. */
	join(place: T, userId: string, invitation: UpsunInvitation, context: UpsunContext): void;
	show(place: T, invitation: UpsunInvitation): object;
}

const toOrganization: Kind<UpsunOrganization> = {
	within: (call, answer) => inOrganization(call, asDeclared, answer),
	flawOf: ({ permissions }, { options: { createWord } }) => {
		const words = new Set<string>(ORGANIZATION_PERMISSIONS);
		// The specification has `project:create` here, members and official clients `projects:create`.
		if (createWord !== 'projects:create') words.add('project:create');
		if (createWord === 'project:create') words.delete('projects:create');
		return flawOfWords('permissions', permissions, [...words]);
	},
	refusal: (organization, { permissions }, call) =>
		cannotGrant((permissions as string[]).map(asMembersHave), organization, call),
	peopleOf: ({ members }) => members,
	join(organization, userId, { permissions }, { places }) {
		organization.members[userId] ??= places.membership(permissions.map(String).map(asMembersHave));
	},
	show: ({ id }, { permissions }) => ({ organization_id: id, permissions }),
};

const toProject: Kind<UpsunProject> = {
	within: (call, answer) => inProject(call, upsunError, answer),
	flawOf: ({ role = 'viewer', permissions = [] }) =>
		Array.isArray(permissions)
			? flawOfProjectPermissions(role === 'admin' ? ['admin'] : wordsOf(role, permissions))
			: '"permissions" has to be a list.',
	refusal: (project, _, { context: { options } }) =>
		project.freeSeats !== null && project.freeSeats <= pendingIn(project).length
			? upsunError(options, 402, 'The subscription does not allow more users.')
			: undefined,
	peopleOf: ({ users }) => users,
	join(project, userId, { role, permissions }, { places }) {
		const organization = places.organization(project.organizationId);
		if (organization) organization.members[userId] ??= places.membership([]);
		project.users[userId] ??= places.membership(wordsOf(role, permissions));
		if (project.freeSeats !== null) project.freeSeats -= 1;
	},
	// As the specification has it: the deprecated `environments`, and no permissions.
	show: ({ id }, { role }) => ({ project_id: id, role, environments: [] }),
};

const asMembersHave = (word: string) => (word === 'project:create' ? 'projects:create' : word);

/** `{type, role}` of an invitation in the words that are used everywhere else. */
const wordsOf = (role: unknown, permissions: unknown[]): string[] => [
	String(role ?? 'viewer'),
	...(role === 'admin' ? [] : (permissions as Array<Exclude<InvitedTo, string>>)).map(
		(one) => `${one.type}:${one.role}`,
	),
];

/** The invitations of an organization document no 404 but for the one that is gone. */
const asDeclared: typeof upsunError = (options, status, message) =>
	upsunError(options, status === 404 ? 403 : status, message);

const pendingIn = ({ invitations }: { invitations: UpsunInvitation[] }) =>
	invitations.filter(({ state }) => state === 'pending' || state === 'processing');

/** GET, POST and DELETE of the invitations to one kind of place. */
function invitationsOf<T extends UpsunOrganization | UpsunProject>(kind: Kind<T>) {
	const shown = (place: T, invitation: UpsunInvitation, at: Place, { context }: Call) => {
		const { id, state, email, created_at, updated_at, finished_at } = invitation;
		const owner = { id: ME, display_name: 'Robin Salgado' };
		const about = { ...kind.show(place, invitation), email, owner };
		const body = { id, state, ...about, created_at, updated_at, finished_at };
		return withoutOmitted(body, at, context.options);
	};
	/** A bare array: no envelope, hence no cursor to go on with. */
	const list: Handler = (call) => {
		const size = pageSize(call, call.context.options.bareListSize);
		if (typeof size === 'object') return size.refused;
		const hasState = [...call.request.query.keys()].some((key) => key.startsWith('filter[state]'));
		return kind.within(call, (place) => {
			const all = hasState ? place.invitations : pendingIn(place);
			const found = chosen(call, all, {
				state: ({ state }) => state,
				updated_at: ({ updated_at }) => updated_at,
			});
			const page = found.slice(0, size || found.length);
			return { status: 200, body: page.map((one) => shown(place, one, 'list', call)) };
		});
	};
	const invite: Handler = (call) => {
		const { context } = call;
		const flaw = (body: JsonObject) => flawOfEmail(body) ?? kind.flawOf(body, context);
		return kind.within(call, (place) =>
			withBody(call, upsunError, flaw, (body) => {
				context.options.onBeforeWrite?.(String(body.email));
				return refusalOf(place, body, call) ?? sent(place, body, call);
			}),
		);
	};
	const refusalOf = (place: T, body: JsonObject, call: Call): Reply | undefined => {
		const { options, store } = call.context;
		const user = store.byEmail(String(body.email));
		const isIn = user !== undefined && Object.hasOwn(kind.peopleOf(place), user.id);
		if (isIn && options.invitedMembers !== 201) {
			return upsunError(options, options.invitedMembers, 'The user is a member already.');
		}
		if (body.force !== true && pendingFor(place, body.email).length > 0) {
			return upsunError(options, 409, 'There is a pending invitation for this address.');
		}
		return kind.refusal(place, body, call);
	};
	const sent = (place: T, body: JsonObject, call: Call): Reply => {
		const { options, store, places, mails, now } = call.context;
		for (const earlier of pendingFor(place, body.email)) finish(earlier, 'cancelled', now());
		const invitation = places.addInvitation(place, {
			email: String(body.email),
			permissions: (body.permissions ?? []) as InvitedTo[],
			...(body.role !== undefined && { role: String(body.role) }),
		});
		const user = store.byEmail(invitation.email);
		if (options.invitationState === 'accepted') {
			if (user) accept(place, invitation, user.id, call.context);
		} else if (options.invitationState === 'processing') {
			invitation.state = 'processing';
		} else if (options.invitationState !== 'pending') {
			finish(invitation, options.invitationState, now());
		}
		mails.push({ kind: 'invitation', userId: user?.id ?? '', to: invitation.email });
		return { status: 201, body: shown(place, invitation, 'write', call) };
	};
	const accept = (place: T, one: UpsunInvitation, userId: string, context: UpsunContext) => {
		finish(one, 'accepted', context.now());
		kind.join(place, userId, one, context);
	};
	const cancel: Handler = (call) =>
		kind.within(call, (place) => {
			call.context.options.onBeforeWrite?.(call.keys[1]);
			const found = pendingIn(place).find(({ id }) => id === call.keys[1]);
			if (!found) return { status: 404 };
			finish(found, 'cancelled', call.context.now());
			return { status: 204 };
		});
	return { list, invite, cancel, accept };
}

const pendingFor = (place: { invitations: UpsunInvitation[] }, email: unknown) =>
	pendingIn(place).filter((one) => one.email.toLowerCase() === String(email).toLowerCase());

function finish(invitation: UpsunInvitation, state: UpsunInvitation['state'], at: string) {
	Object.assign(invitation, { state, updated_at: at, finished_at: at });
}

const flawOfEmail = ({ email }: JsonObject) =>
	typeof email === 'string' && /^[^\s@]+@[^\s@]+$/.test(email)
		? undefined
		: '"email" is not a valid email address.';

export const organizationInvitations = invitationsOf(toOrganization);
export const projectInvitations = invitationsOf(toProject);

/** Somebody follows the link in their mail; whoever has no account yet makes one. */
export function acceptInvitation(id: string, context: UpsunContext): void {
	const { places, store } = context;
	for (const place of [...places.organizations, ...places.projects]) {
		const invitation = pendingIn(place).find((one) => one.id === id);
		if (!invitation) continue;
		const { email } = invitation;
		const user = store.byEmail(email) ?? store.put({ email, username: email.split('@')[0] });
		if ('organizationId' in place) projectInvitations.accept(place, invitation, user.id, context);
		else organizationInvitations.accept(place, invitation, user.id, context);
	}
}
