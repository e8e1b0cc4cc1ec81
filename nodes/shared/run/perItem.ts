import { SENDING_SETTINGS } from '../form/settings';
import type { RequestApi } from '../http/service';
import type { Operation, Output } from './operation';
import { runEach } from './runner';

/** An operation that does one thing for each item, and needs nothing else of the run. */
interface PerItem<T extends object>
	extends Pick<
		Operation<T>,
		'value' | 'name' | 'action' | 'description' | 'properties' | 'parameters'
	> {
	/** As of every operation: checks one item, and sends nothing. */
	prepare: Operation<T>['prepare'];
	/** Begins the list of the items that succeeded, when one fails: "Deleted". */
	done: string;
	/**
	 * @param requested what `prepare` made of the item
	 * @returns the JSON of the item's output
	 * @throws Failure of this item
	 */
	execute(requested: T, request: RequestApi): Promise<Output>;
}

/** The small door to an operation: texts, a form, `prepare` and `execute`. Order, pairing, retries, pace and errors come by themselves. */
export function perItem<T extends object>({
	done,
	execute,
	...operation
}: PerItem<T>): Operation<T> {
	return {
		...operation,
		settings: SENDING_SETTINGS,
		run: async (run, rows) => await runEach(run, rows, done, execute),
	};
}
