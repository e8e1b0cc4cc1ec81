import { isBlank, parseIdentity, parseNamed, WrongValue } from '../../shared/form/parse';
import { Failure } from '../../shared/errors';
import { SENDING_SETTINGS } from '../../shared/form/settings';
import { whatIsThere } from '../../shared/form/whatIsThere';
import { idFlaw } from '../../shared/path';
import type { Operation } from '../../shared/run/operation';
import { apiOf } from '../pagination';
import { runEach } from '../../shared/run/runner';
import { shown } from '../../shared/shown';
import { cancel as cancelInvitation } from '../people/invitations';
import { type InvitedTo, placeOfInvitations, placesOf } from './place';

/** @throws Failure for what cannot be an ID */
function parseId(value: unknown): string {
	return parseNamed("'Invitation ID'", () => {
		const id = parseIdentity(value);
		const flaw = idFlaw(id);
		if (flaw === undefined) return id;
		throw new WrongValue(`is ${shown(value)}, which cannot be an ID: ${flaw}`);
	});
}

/** `DELETE …/invitations/{invitation_id}`: nobody can accept it any more. One that is gone already is as it shall be. */
export const cancel: Operation<InvitedTo & { id: string }> = {
	value: 'cancel',
	name: 'Cancel',
	action: 'Cancel invitation',
	description: 'Take back an invitation that is pending, so that nobody can accept it any more',
	properties: [
		...placeOfInvitations.properties,
		{
			displayName: 'Invitation ID',
			name: 'invitationId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 97f46eca-6276-4993-bfeb-53cbbbba6f08',
			description: 'ID of the invitation, from Get Many or the output of Add',
		},
	],
	settings: SENDING_SETTINGS,

	prepare(item) {
		const entered = item.get('invitationId');
		if (isBlank(entered)) {
			const what = typeof entered === 'string' ? 'empty' : String(entered);
			const there = entered === undefined ? `. ${whatIsThere(item.json, 'id')}` : '';
			throw new Failure(`'Invitation ID' is ${what}: enter the ID of the invitation${there}`);
		}
		return { ...placeOfInvitations.get(item), id: parseId(entered) };
	},

	async run(run, rows) {
		const places = placesOf(apiOf(run));
		return await runEach(run, rows, 'Cancelled', async ({ id, ...invited }, request) => {
			const { place } = invited;
			const roster = places(invited);
			const placeId = await roster.id();
			const key = { id, email: id };
			const { cancelled, isNotFound } = await cancelInvitation({ request }, place, placeId, key);
			// Of a place that is not there, or cannot be seen, nothing is known: its list says so.
			if (isNotFound) await roster.invitations();
			return { cancelled, id };
		});
	},
};
