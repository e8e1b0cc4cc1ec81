import { Failure, NotSent, orFailure } from '../../../shared/errors';
import type { RequestApi } from '../../../shared/http/service';
import { idSegment, path } from '../../../shared/path';
import { shown } from '../../../shared/shown';
import { CANNOT_WRITE } from '../../people/advice';
import { cancel } from '../../people/invitations';
import type { Person } from './find';
import type { PlaceOf } from './snapshot';

/** One request that takes something away. */
interface Step {
	/** As something to do: "remove from Acme Energy". */
	readonly text: string;
	/** The ID of the organization. */
	readonly of: string;
	run(request: RequestApi): Promise<unknown>;
}

/** Absent is what is wanted: somebody else may have removed the person meanwhile. */
function removal({ id = '', name }: Person, place: PlaceOf, of: string): Step {
	return {
		of,
		text: `remove from ${place.name}`,
		run: async (request) =>
			await request({
				method: 'DELETE',
				path: path`${place.kind.people(idSegment(place.id))}/${idSegment(id)}`,
				idempotent: true,
				expected: [404],
				responseIsEmpty: true,
				purpose: `remove ${shown(name)} from ${place.name}`,
				advice: CANNOT_WRITE,
			}),
	};
}

/** In this order: an open invitation would let somebody in again, and all else hangs on the membership. */
function stepsOf(person: Person): Step[] {
	const { presences } = person;
	const invitations = presences.flatMap((presence) =>
		presence.invitations.map(
			({ place, ...invitation }): Step => ({
				of: presence.organization.id,
				text: `cancel the invitation to ${place.name}`,
				run: async (request) => await cancel({ request }, place.kind, place.id, invitation),
			}),
		),
	);
	const teams = presences.flatMap(({ organization: { id }, teams: all }) =>
		all.map((team) => removal(person, team, id)),
	);
	const members = presences.flatMap(({ organization, member }) =>
		member ? removal(person, organization, organization.id) : [],
	);
	return [...invitations, ...teams, ...members];
}

const listOf = (steps: readonly Step[]) => steps.map(({ text }) => text).join(', ');

/** The failure of a step, with what was done all the same, and what is left. */
function inTheMiddle(
	failure: Failure,
	{ name }: Person,
	steps: readonly Step[],
	done: readonly Step[],
): Failure {
	const { kind, details, message } = failure;
	const isUntouched = failure instanceof NotSent && done.length === 0;
	if (kind === 'canceled' || kind === 'bug' || isUntouched) return failure;
	const doneText = done.length > 0 ? ` Done: ${listOf(done)}.` : '';
	const left = listOf(steps.filter((step) => !done.includes(step)));
	return new Failure(
		`${message}. ${shown(name)} still has access.${doneText} Left to do: ${left}. Run it again to do what is left`,
		{ kind, details },
	);
}

/** What the token may not do in one organization says nothing about the others. */
const isOfOrganization = ({ details: { httpCode } }: Failure) => httpCode === '403';

/**
 * Takes away what was found of somebody, one after the other. Where that is forbidden in one organization, the others are left all the
 * same.
 * @param note is told of each step that was done
 * @throws Failure that says what was done, and what is left
 */
export async function removePerson(
	person: Person,
	request: RequestApi,
	note: (text: string) => void,
): Promise<void> {
	const steps = stepsOf(person);
	const done: Step[] = [];
	const forbidden = new Map<string, Failure>();
	for (const step of steps) {
		if (forbidden.has(step.of)) continue;
		const failure = await orFailure(async () => void (await step.run(request)));
		if (failure === undefined) {
			done.push(step);
			note(`${person.name}: ${step.text}`);
		} else if (isOfOrganization(failure)) forbidden.set(step.of, failure);
		else throw inTheMiddle(failure, person, steps, done);
	}
	const first = [...forbidden.values()].at(0);
	if (first) throw inTheMiddle(first, person, steps, done);
}
