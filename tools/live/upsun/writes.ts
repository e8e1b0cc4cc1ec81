import { asText, isRecord } from '../../../nodes/shared/objects';
import { firstWriteOf, kept, normalised, textsOf } from '../sharedWrites';
import {
	type Answer,
	CannotTell,
	type Context,
	differs,
	holds,
	type Steps,
	theTestUser,
} from '../step';
import { itemsOf, omitted } from './people';

export const TEXT_FIELDS = ['username', 'first_name', 'last_name', 'company', 'website', 'country'];

async function ofOthers(context: Context): Promise<Answer> {
	const user = theTestUser(context);
	const { body } = await context.probe.get('/users/me');
	if (isRecord(body) && asText(body.id).toLowerCase() === user.id)
		throw new CannotTell("The test user is the token's own.");
	if (!user.can('first_name')) return holds('The profile of another user could not be written.');
	return differs('The profile of another user was written.', { upsunAdmin: true });
}

async function shownByWrite(context: Context): Promise<Answer> {
	const { reply } = await theTestUser(context).patch({ last_name: 'Live check' });
	if (!isRecord(reply.body)) throw new CannotTell(`Status ${reply.status} and no user.`);
	return omitted([reply.body], TEXT_FIELDS, 'write');
}

async function billing(context: Context): Promise<Answer> {
	const { reply, shown } = await theTestUser(context).patch({ permissions: ['billing'] });
	if (reply.status >= 300) throw new CannotTell(`Refused with ${reply.status}.`);
	const permissions = Array.isArray(shown.permissions) ? shown.permissions : [];
	if (permissions.includes('projects:list')) return holds('projects:list came with it.');
	return differs('It came alone.', { billingAlone: true });
}

async function teamTwice(context: Context): Promise<Answer> {
	const { id } = theTestUser(context);
	const { body } = await context.probe.get('/users/{user}/teams', { at: { user: id } });
	const [team] = itemsOf(body);
	if (!team) throw new CannotTell('The test user is in no team.');
	const { status } = await context.probe.send('POST', '/teams/{team}/members', {
		at: { team: asText(team.id) },
		body: { user_id: id },
	});
	if (status === 400) return holds('Status 400.');
	const known = status === 409 || status === 201 ? [{ teamMemberTwice: status } as const] : [];
	return differs(`Status ${status}.`, ...known);
}

const country = async (context: Context) =>
	await kept(context, { country: 'fr' }, { country: [['FR', normalised('countryCase')]] });

export const writes: Steps = {
	'own-profile': {
		what: 'A token may change the profile of its own user, and of nobody else.',
		source: 'Inference: other users are only in the internal specification',
		ifFalse: "'Me' is only the default: any user may be named",
		played: [{ upsunAdmin: true }],
		run: ofOthers,
	},
	...firstWriteOf('first_name'),
	...textsOf('first_name'),
	'fields-of-write': {
		what: 'The answer to an update shows every field.',
		source: 'Page: OpenAPI, update-user',
		ifFalse: 'a field that is not shown is listed in `notVisible`',
		played: [{ omittedFields: ['company'], omittedFrom: ['write'] }],
		run: shownByWrite,
	},
	'country-as-sent': {
		what: 'A country keeps its case.',
		source: 'Inference: the page says two letters, the specification ISO 3166-1 alpha-2',
		ifFalse: 'nothing: countries are sent in upper case, and compared whatever their case',
		played: [normalised('countryCase')],
		run: country,
	},
	'billing-permission': {
		what: 'The permission `billing` brings `projects:list` with it.',
		source: 'Page: documentation, users',
		ifFalse: 'nothing: both are taken for the same',
		played: [{ billingAlone: true }],
		run: billing,
	},
	'team-member-twice': {
		what: 'To add somebody to a team they are in is refused with 400.',
		source: 'Page: OpenAPI (no 409 there); inference',
		ifFalse: 'members are read first; who is there is `unchanged`',
		played: [{ teamMemberTwice: 409 }, { teamMemberTwice: 201 }],
		run: teamTwice,
	},
};
