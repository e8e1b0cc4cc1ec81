import { Failure } from '../errors';
import type { Comparison } from '../form/compare';
import type { Field } from '../form/fields';
import type { PlanningSettings } from '../form/settings';
import type { Limit } from '../form/parse';
import type { Row, Run } from './operation';
import { counted, isFailed, refuseAll } from './summary';

/** What is counted apart when a field is emptied, whatever field it is. */
const EMPTIED = 'with an emptied field';

const isEmptied = ({ empty }: Field, to: unknown) =>
	empty !== undefined && JSON.stringify(to) === JSON.stringify(empty);

/** The users that a run would write, and what would become of them. Users, not rows: several rows may be of one user. */
export class ChangeCount {
	private readonly users = new Set<string>();
	private readonly apart = new Map<string, Set<string>>();

	get size(): number {
		return this.users.size;
	}

	/** @param consequence what happens to the user as a whole: "created" */
	add(user: string, consequence?: string): void {
		this.users.add(user);
		if (consequence === undefined) return;
		const others = this.apart.get(consequence) ?? new Set();
		this.apart.set(consequence, others.add(user));
	}

	addChanges(user: string, fields: readonly Field[], changes: Comparison['changes']): void {
		this.add(user);
		for (const field of fields) {
			if (!(field.name in changes)) continue;
			const { to } = changes[field.name];
			this.add(user, isEmptied(field, to) ? EMPTIED : field.consequence?.(to));
		}
	}

	/** `120 users would change, 96 of them deactivated and 3 renamed` */
	toString(): string {
		const parts = [...this.apart].map(([what, users]) => [users.size, what] as const);
		const texts = parts
			.sort(([a], [b]) => b - a)
			.map(([count, what], index) => `${count} ${index === 0 ? 'of them ' : ''}${what}`);
		const last = texts.pop();
		const list = texts.length > 0 ? `${texts.join(', ')} and ${last}` : last;
		return `${counted(this.size, 'user')} would change${list === undefined ? '' : `, ${list}`}`;
	}
}

/** Smaller than any share of a user, and larger than what is lost in calculating one: 29 / 100 * 100 is not 29. */
const ROUNDING = 1e-9;

/** How many a limit allows of so many. */
const allowed = ({ most, isShare }: Limit, of: number) =>
	isShare ? (most * of) / 100 + ROUNDING : most;

/** The same, rounded up, so that a share of a few is not none. */
export const allowedRoundedUp = (limit: Limit, of: number) =>
	limit.isShare ? Math.max(0, Math.ceil(allowed(limit, of) - 2 * ROUNDING)) : limit.most;

/** Whether so many are more than the limit allows; as many are allowed. */
export const isOver = (limit: Limit, count: number, of: number) => count > allowed(limit, of);

/** `20% of 500 input items` or `50` */
export const limitText = ({ most, isShare }: Limit, of: string) =>
	isShare ? `${most}% of ${of}` : String(most);

/** Begins the hint at what a dry run found. */
export const DRY_RUN = 'Dry run: nothing was written.';

/** What a limit does, as a sentence. */
export const nothingWritten = (dryRun: boolean) =>
	dryRun ? 'Without the dry run, nothing would be written.' : 'Nothing was written.';

/**
 * The failure of a run that would write more users than `Max Changes` allows: none is written then, because the input is probably wrong.
 * @param rows a share is of those that name somebody: blank ones must not make it larger
 * @param items how many input items there are
 */
export function overMaxChanges(
	count: ChangeCount,
	limit: Limit | undefined,
	rows: readonly Row[],
	items: number,
	dryRun: boolean,
): Failure | undefined {
	const good = rows.filter((row) => !isFailed(row)).length;
	if (!limit || !isOver(limit, count.size, good)) return undefined;
	const all = counted(items, 'input item');
	const of = limit.isShare && good < items ? `the ${good} of ${all} that name a user` : all;
	const most = limit.isShare ? limitText(limit, of) : `${limit.most}, for ${of}`;
	return new Failure(
		`${String(count)}: more than 'Max Changes' allows (${most}). ${nothingWritten(dryRun)} Check the input; if it is right, raise 'Max Changes' in the options`,
		{ details: { code: 'maxChanges' }, isOfRun: true },
	);
}

/**
 * Ends a run that would write more users than `maxChanges` allows; a dry run only gets a hint.
 * @returns whether the run may go on
 * @throws Failure without Continue On Fail
 */
export function guardChanges(
	run: Run<PlanningSettings>,
	rows: readonly Row[],
	count: ChangeCount,
): boolean {
	const { dryRun, maxChanges } = run.settings;
	const tooMany = overMaxChanges(count, maxChanges, rows, run.items, dryRun);
	if (!tooMany) return true;
	if (dryRun) run.headline(tooMany.message);
	else refuseAll(run, rows, tooMany);
	return dryRun;
}
