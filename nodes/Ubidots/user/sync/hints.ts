import { listed, shown } from '../../../shared/shown';
import { asText } from '../../../shared/objects';
import { counted, isFailed, were } from '../../../shared/run/summary';
import { checksOf, type Scope } from './scope';
import type { PersonPlan, SyncRun } from './settings';

/**
 * The conditions of the scope that a person of the list does not meet once the run has written.
 * @param wasIn whether the person is in the scope already; what is not written stays so
 */
const unmet = (scope: Scope, { changes = {}, action }: PersonPlan, wasIn: boolean) =>
	checksOf(scope).filter(({ attribute, matches, wanted }) => {
		const isWritten = action === 'create' || attribute in changes;
		return isWritten ? !matches(changes[attribute]?.to, wanted) : !wasIn;
	});

/**
 * Names people of the list who will not be in the scope: no later run could see that they have left.
 * @param inScope the IDs of the users in scope
 */
export function hintAtOutside(
	run: SyncRun,
	scope: Scope,
	plans: readonly PersonPlan[],
	inScope: ReadonlySet<string>,
): void {
	const ways = new Set<string>();
	const names: string[] = [];
	for (const plan of plans) {
		if (isFailed(plan.row)) continue;
		const wasIn = 'id' in plan && inScope.has(plan.id);
		const conditions = unmet(scope, plan, wasIn);
		if (conditions.length === 0) continue;
		for (const { mend } of conditions) ways.add(mend);
		const titles = conditions.map(({ title }) => title).join(', ');
		names.push(`${shown(asText(plan.row.requested.value))} (${titles})`);
	}
	if (names.length === 0) return;
	run.hint(
		`${counted(names.length, 'user')} of the list will not be in the scope, where no later run sees them leave: ${listed(names)}. To mend it, ${[...ways].join(', ')}`,
	);
}

/**
 * Names who loses organizations, once it is done: a row that does not name them, or an empty cell, may be a mistake, and a long summary
 * is cut.
 */
export function hintAtLost(run: SyncRun, plans: readonly PersonPlan[]): void {
	const losing = plans.filter(
		({ row, memberships }) => !isFailed(row) && memberships && memberships.remove.length > 0,
	);
	if (losing.length === 0) return;
	const names = losing.map(({ row, memberships, changes }) => {
		const { to } = changes?.organizations ?? {};
		const all = Array.isArray(to) && to.length === 0 ? 'all: ' : '';
		const labels = memberships?.remove.map(({ label }) => label) ?? [];
		return `${shown(row.requested.value)} (${all}${listed(labels)})`;
	});
	const verb = run.settings.dryRun ? 'would be' : were(losing.length);
	run.hint(
		`${counted(losing.length, 'user')} ${verb} taken out of organizations that their rows do not name: ${listed(names)}`,
	);
}
