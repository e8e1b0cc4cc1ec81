import type { SandboxOptions } from '../sandbox';
import {
	type Answer,
	CannotTell,
	type Context,
	differs,
	Failure,
	holds,
	type Steps,
	theTestUser,
} from './step';
import { canonical, type Values } from './testUser';

const LONGEST_DELAY_MS = 10_000;
const LOOK_EVERY_MS = 500;
const SLOW_MS = 1000;

/** How a value came back that is to be kept as it was sent: each way with the switch that plays it. */
export type Ways = Array<[unknown, SandboxOptions]>;

/** Writes values, and says how each came back. */
export async function kept(
	context: Context,
	values: Values,
	ways: Record<string, Ways>,
): Promise<Answer> {
	const { reply, shown } = await theTestUser(context).patch(values);
	if (reply.status >= 300) throw new CannotTell(`Refused with ${reply.status}.`);
	const changed = Object.keys(values).filter((name) => !same(shown[name], values[name]));
	if (changed.length === 0) return holds('Everything came back as it was sent.');
	const switches = changed.flatMap((name) =>
		(ways[name] ?? []).filter(([back]) => same(back, shown[name])).map(([, played]) => played),
	);
	return differs(`Otherwise than it was sent came back: ${changed.join(', ')}.`, ...switches);
}

export const same = (a: unknown, b: unknown) => canonical(a) === canonical(b);
export const normalised = (name: NonNullable<SandboxOptions['normalisations']>[number]) => ({
	normalisations: [name],
});

/** Writes one field and looks at the answer, and at what is read at once and later. */
async function firstWrite(context: Context, field: string): Promise<Answer> {
	const user = theTestUser(context);
	const wanted = 'Live check';
	const startedAt = Date.now();
	const { reply, shown } = await user.patch({ [field]: wanted });
	if (reply.status >= 300) throw new CannotTell(`Status ${reply.status}.`);
	const isThere = (values: Values) => canonical(values[field]) === canonical(wanted);
	let seen = isThere(shown);
	while (!seen && Date.now() - startedAt < LONGEST_DELAY_MS) {
		await context.probe.wait(LOOK_EVERY_MS);
		seen = isThere(await user.read());
	}
	if (!seen) {
		user.pending.add(field);
		throw new Failure(
			`A write was answered with ${reply.status} and not seen within ${LONGEST_DELAY_MS / 1000} s: nothing more was written.`,
		);
	}
	const lateMs = isThere(shown) ? 0 : Date.now() - startedAt;
	user.settleMs = lateMs > 0 ? lateMs + SLOW_MS : 0;
	const body = reply.body as Values | undefined;
	const status = reply.status as 200 | 202 | 204;
	const found: Answer[] = [
		...(body === undefined
			? [differs(`Status ${status} and no body.`, { bodilessWrites: status })]
			: []),
		...(lateMs > 0
			? [differs('A write is seen later than it is answered.', { updateDelayMs: lateMs })]
			: []),
		...(body && field in body && !isThere(body)
			? [differs('The answer shows the user as before.', { staleAnswers: true })]
			: []),
	];
	if (found.length === 0) return holds(`Status ${status}, the changed user, and seen at once.`);
	return differs(found.map(({ says }) => says).join(' '), ...found.flatMap((one) => one.switches));
}

/** The first step of a service that writes. */
export const firstWriteOf = (field: string): Steps => ({
	'one-write': {
		what: 'An update of one user is done when it is answered, and the answer is the user as changed.',
		source: 'Page: update-user (the example of its answer)',
		ifFalse: 'an answer without a user is told, and `confirm` reads again until the change is seen',
		played: [
			{ bodilessWrites: 200 },
			{ bodilessWrites: 202 },
			{ bodilessWrites: 204 },
			{ staleAnswers: true },
			{ updateDelayMs: 2000 },
		],
		run: async (context) => await firstWrite(context, field),
	},
});

/** That texts come back as they were sent. */
export const textsOf = (field: string): Steps => ({
	'text-as-sent': {
		what: 'Spaces in a text are kept.',
		source: 'Inference',
		ifFalse:
			'values are compared without their spaces at both ends; with inner ones `confirm` ends as `pending`, and every run sends them again',
		played: [normalised('trim'), normalised('innerSpace')],
		run: async (context) =>
			await kept(
				context,
				{ [field]: ' Live  check ' },
				{
					[field]: [
						['Live  check', normalised('trim')],
						[' Live check ', normalised('innerSpace')],
						['Live check', { normalisations: ['trim', 'innerSpace'] }],
					],
				},
			),
	},
});
