import { isPartOf } from '../expected';
import type { Write } from '../observer';
import type { Run } from '../run';

/** A row of a request that writes, with the request that carried it. */
export interface Sent {
	write: Write;
	id: string;
	body: Record<string, unknown>;
	/** It took effect: the user is in another state since, or the task for it has changed it later. */
	hasLanded: boolean;
}

/** The last part of the path, decoded: the key that a single update is sent to. */
const keyIn = (path: string) => decodeURIComponent(path.split('/').at(-1) ?? '').replace(/^~/, '');

type BulkRow = Record<string, unknown> & { id: string };

/** Everything that left in a request that writes, row by row. */
export function sentIn({ given, observer }: Run): Sent[] {
	return observer.writes.flatMap((write): Sent[] => {
		const { entry, task, changed } = write;
		if (given.operation === 'update') {
			const body = entry.body as Record<string, unknown>;
			return [{ write, id: keyIn(entry.path), body, hasLanded: changed.length > 0 }];
		}
		return (entry.body as BulkRow[]).map(({ id, ...body }) => {
			const hasChanged = (observer.states.get(id)?.length ?? 0) > 1;
			return { write, id, body, hasLanded: task !== undefined && hasChanged };
		});
	});
}

/** What left that can be this row's: for its user, and nothing that the row does not ask for. */
export const sentFor = ({ expected }: Run, sent: readonly Sent[], row: number): Sent[] =>
	sent.filter(({ id, body }) => expected[row].ids.includes(id) && isPartOf(body, expected[row]));

export const isAnswered = ({ write: { entry } }: Sent) =>
	typeof entry.status === 'number' && entry.status >= 200 && entry.status < 300;
