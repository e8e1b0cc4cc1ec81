import { asFailure, Failure, NotSent } from '../../../shared/errors';
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
	run(request: RequestApi): Promise<unknown>;
}

/** Absent is what is wanted: somebody else may have removed the person meanwhile. */
function removal({ id = '', name }: Person, place: PlaceOf): Step {
	return {
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
				text: `cancel the invitation to ${place.name}`,
				run: async (request) => await cancel({ request }, place.kind, place.id, invitation),
			}),
		),
	);
	const teams = presences.flatMap((one) => one.teams.map((team) => removal(person, team)));
	const members = presences.flatMap(({ organization, member }) =>
		member ? removal(person, organization) : [],
	);
	return [...invitations, ...teams, ...members];
}

const listOf = (steps: readonly Step[]) => steps.map(({ text }) => text).join(', ');

/** The failure of a step, with what was done before it, and what is left. */
function inTheMiddle(
	failure: Failure,
	{ name }: Person,
	steps: readonly Step[],
	number: number,
): Failure {
	const { kind, details, message } = failure;
	const isUntouched = failure instanceof NotSent && number === 0;
	if (kind === 'canceled' || kind === 'bug' || isUntouched) return failure;
	const done = number > 0 ? ` Done: ${listOf(steps.slice(0, number))}.` : '';
	const left = listOf(steps.slice(number));
	return new Failure(
		`${message}. ${shown(name)} still has access.${done} Left to do: ${left}. Run it again to do what is left`,
		{ kind, details },
	);
}

/**
 * Takes away what was found of somebody, one after the other.
 * @param note is told of each step that was done
 * @throws Failure that says what was done before, and what is left
 */
export async function removePerson(
	person: Person,
	request: RequestApi,
	note: (text: string) => void,
): Promise<void> {
	const steps = stepsOf(person);
	for (const [number, step] of steps.entries()) {
		try {
			await step.run(request);
			note(`${person.name}: ${step.text}`);
		} catch (error) {
			throw inTheMiddle(asFailure(error), person, steps, number);
		}
	}
}
