import type { IDataObject } from 'n8n-workflow';

import { changesText, compare, type Comparison, differenceOf, isNothing } from '../form/compare';
import type { Field } from '../form/fields';
import type { PlanningSettings, UpdatingSettings } from '../form/settings';
import { pick } from '../form/simplify';
import type { RequestApi } from '../http/service';
import { asRecord } from '../objects';
import { ChangeCount, DRY_RUN, guardChanges } from './guard';
import type { Outcome, Output, Row, Run } from './operation';
import { outcomesOf } from './outputItems';
import { type Naming, orderOf, runEach } from './runner';
import { counted, isFailed, isOpen, resultOf } from './summary';

type PlanningRun = Pick<Run<PlanningSettings>, 'settings' | 'refused' | 'hint' | 'headline'>;

/** Says above the output of a dry run that it was one, and what it found. */
export function hintAtPlan({ refused, headline }: PlanningRun, rows: readonly Row[]): void {
	const are = (status: string) =>
		rows.filter((row) => asRecord(resultOf(row)).status === status).length;
	const unchanged = are('unchanged');
	const failed = refused + rows.filter(isFailed).length;
	const sums = [
		`${are('planned')} would change`,
		...(unchanged > 0 ? [`${unchanged} ${unchanged === 1 ? 'is' : 'are'} up to date`] : []),
		...(failed > 0 ? [`${failed} failed`] : []),
	];
	headline(`${DRY_RUN} ${sums.join(', ')}`);
}

/** Says above the output how many users were up to date; nothing for none, and in a dry run, which has `hintAtPlan`. */
export function hintAtUnchanged(run: PlanningRun, unchanged: number, users: number): void {
	if (unchanged > 0 && !run.settings.dryRun)
		run.hint(`${unchanged} of ${counted(users, 'user')} needed no change`);
}

/** Whether the options ask for every user to be read and compared. */
export const comparesAll = ({
	dryRun,
	skipUnchanged,
	maxChanges,
}: Pick<UpdatingSettings, 'dryRun' | 'skipUnchanged' | 'maxChanges'>) =>
	dryRun || skipUnchanged || maxChanges !== undefined;

/** What an item asks for. */
interface Requested {
	/** The fields to write. */
	body: IDataObject;
	/**
	 * The same, where it depends on the user, who has to be read then whatever the options say.
	 * @throws Failure when it cannot be known
	 */
	bodyFor?(user: IDataObject): IDataObject;
}

/**
 * Gives the user of a row.
 * @param again as it is now; otherwise as it was when the run began is enough
 * @throws Failure when there is none, or it cannot be read
 */
type Read<R> = (
	requested: R,
	request: RequestApi,
	again: boolean,
) => IDataObject | Promise<IDataObject>;

/**
 * Writes a user.
 * @param compared the user that was read, and what of the body differs from it; without it, the whole body is written
 * @returns the updated user
 */
type Write<R> = (
	requested: R,
	request: RequestApi,
	compared?: { user: IDataObject; body: IDataObject },
) => Promise<IDataObject>;

/** How the users of a service are named, read and written. */
interface Users<R> extends Naming<R> {
	/** For the rows whose users have to be read, of which there is at least one. */
	readerFor(requested: readonly R[]): Read<R> | Promise<Read<R>>;
	write: Write<R>;
}

/** What is known of the users of one group of rows, see `orderOf`, after some of them were written. */
interface Known {
	/** By ID, as they were left. */
	users: Map<unknown, IDataObject>;
	/** Whether a user may have been left otherwise: by a write that failed, or to a user who was not read. */
	isInDoubt: boolean;
}

interface Updated {
	user: IDataObject;
	/** Undefined where the user was not read. */
	changes?: Comparison['changes'];
}

const isUnchanged = ({ changes }: Updated) => changes !== undefined && isNothing({ body: changes });

/** Updates the user of one row. */
type Step<R> = (requested: R, request: RequestApi) => Promise<Updated>;

/** Of one walk over rows, in which those of a user come in order: what one has written is what the next one finds. */
function stepOf<R extends Requested>(
	rows: ReadonlyArray<Row<R>>,
	fields: readonly Field[],
	naming: Naming<R>,
	mustRead: (requested: R) => boolean,
	read: Read<R>,
	write: Write<R>,
): Step<R> {
	const all = rows.map(({ requested }) => requested);
	const groupOf = orderOf(all, naming);
	// Users take memory: they are kept only where another row may be of the same.
	const mayComeAgain = new Set(all.map(groupOf)).size < all.length;
	const visible = fields.filter(({ type }) => !type.isSecret);
	const groups = new Map<string, Known>();
	const keep = (group: string, known: Known) => {
		if (mayComeAgain) groups.set(group, known);
	};
	return async (requested, request) => {
		const group = groupOf(requested);
		const known = groups.get(group) ?? { users: new Map(), isInDoubt: false };
		const doubt = { users: new Map(), isInDoubt: true };
		if (!mustRead(requested)) {
			keep(group, doubt);
			return { user: await write(requested, request) };
		}
		const found = await read(requested, request, known.isInDoubt);
		const before = known.users.get(found.id) ?? found;
		const wanted = requested.bodyFor?.(before) ?? requested.body;
		const { body, changes } = differenceOf(fields, wanted, before);
		if (isNothing({ body })) return { user: before, changes };
		keep(group, doubt);
		const user = await write(requested, request, { user: before, body });
		// A response that is not up to date, or does not show a field, must not undo what was written.
		const { body: unseen } = compare(visible, body, user);
		known.users.set(found.id, { ...before, ...user, ...unseen });
		keep(group, known);
		return { user, changes };
	};
}

/** What a run would leave behind. */
const writeNothing: Write<unknown> = async (_, __, compared) =>
	await Promise.resolve({ ...compared?.user, ...compared?.body });

/**
 * Compares the users of all rows, and says of each what would change.
 * @param step one that writes nothing
 * @returns whether the rows, which are open again then, may be written
 * @throws RunFailure, see `runEach`; Failure when more users than `maxChanges` would be written
 */
async function compareEach<R>(
	run: Run<UpdatingSettings>,
	rows: ReadonlyArray<Row<R, Output>>,
	fields: readonly Field[],
	naming: Naming<R>,
	step: Step<R>,
): Promise<boolean> {
	const { dryRun } = run.settings;
	const count = new ChangeCount();
	const plan = async (requested: R, request: RequestApi) => {
		const updated = await step(requested, request);
		const { user, changes = {} } = updated;
		if (!isUnchanged(updated)) count.addChanges(String(user.id), fields, changes);
		return {
			...pick(user, ['username', 'email']),
			status: isUnchanged(updated) ? 'unchanged' : 'planned',
			summary: changesText(fields, changes),
			id: user.id,
			changes,
		};
	};
	await runEach(run, rows, 'Compared', plan, naming);
	const mayGoOn = guardChanges(run, rows, count);
	if (dryRun) hintAtPlan(run, rows);
	if (dryRun || !mayGoOn) return false;
	// What would change is counted; what is written has yet to become of them.
	for (const row of rows) if (!isFailed(row)) row.result = undefined;
	return true;
}

/**
 * Updates the user of each row. Where the options or the row ask for it, users are read first, and only what differs is reported
 * (`dryRun`) or sent. With `maxChanges` all users are compared before the first is written.
 * @returns the output of all rows
 * @throws RunFailure, see `runEach`; Failure when more users than `maxChanges` would be written
 */
export async function updateEach<R extends Requested>(
	run: Run<UpdatingSettings>,
	rows: ReadonlyArray<Row<R, Output>>,
	fields: readonly Field[],
	users: Users<R>,
): Promise<Outcome[]> {
	const { dryRun, maxChanges } = run.settings;
	const readsAll = comparesAll(run.settings);
	if (!readsAll && !rows.some(({ requested }) => requested.bodyFor))
		return await runEach(run, rows, 'Updated', users.write, users);
	const mustRead = ({ bodyFor }: R) => readsAll || bodyFor !== undefined;
	const toRead = rows.flatMap(({ requested }) => (mustRead(requested) ? requested : []));
	const read = await users.readerFor(toRead);
	if (dryRun || maxChanges) {
		const step = stepOf(rows, fields, users, mustRead, read, writeNothing);
		const mayWrite = await compareEach(run, rows, fields, users, step);
		if (!mayWrite) return outcomesOf(rows);
	}
	let unchanged = 0;
	const open = rows.filter(isOpen);
	const step = stepOf(open, fields, users, mustRead, read, users.write);
	const update = async (requested: R, request: RequestApi) => {
		const updated = await step(requested, request);
		if (isUnchanged(updated)) unchanged++;
		const { user, changes } = updated;
		return changes ? { ...user, changes } : user;
	};
	await runEach(run, open, 'Updated', update, users);
	hintAtUnchanged(run, unchanged, rows.length);
	return outcomesOf(rows);
}
