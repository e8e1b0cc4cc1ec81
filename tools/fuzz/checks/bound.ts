import { NAMES } from '../expected';
import { isExchange } from '../observer';
import type { Run } from '../run';
import { TAG_EDITS } from '../tagEdits';

/** Answers after which the node may send a request again. */
const isTrouble = (status: unknown) =>
	typeof status !== 'number' || ![200, 201, 204, 400, 403, 404].includes(status);

/** Looking users up: pages of a list, those of all users, and each one alone where the lists do not answer. */
function mostLooks(rows: number, pageSize: number): number {
	return Math.ceil(rows / pageSize) + 2 + 2 * rows;
}

/** How many requests a run made, and the most that it may make; those for session tokens aside. */
export function bound({ given, requests, seconds }: Run): { most: number; count: number } {
	const { rows, options, operation, service, sandbox } = given;
	const made = requests.filter((request) => !isExchange(request));
	// One that was cut off is answered 200, and sent again.
	const cutOff = given.faults
		.filter(({ answer }) => answer === 'cutOff')
		.reduce((sum, { times = 1 }) => sum + Math.min(times, made.length), 0);
	const retries = made.filter(({ status }) => isTrouble(status)).length + cutOff;
	const looks = mostLooks(rows.length, Number(sandbox.maxPageSize));
	const edits = rows.filter(({ values }) => TAG_EDITS.some((name) => name in values)).length;
	const isLimited = options.maxChanges !== undefined;
	const mustRead =
		options.dryRun || options.skipUnchanged || isLimited || edits > 0 || given.by !== 'id';
	let most = retries;
	if (operation === 'bulkUpdate') {
		const confirms = options.confirm || edits > 0 ? Math.ceil(seconds / 0.5) + 1 : 0;
		// Each row alone in the worst case, and the halves above.
		const names = NAMES.filter((name) => rows.some(({ values }) => name in values)).length;
		most += (mustRead ? looks : 0) + names * looks + 3 * rows.length + confirms * looks;
	} else if (service === 'ubidots') {
		// A rename whose answer was lost is read back, and a user whose tags an earlier row left in doubt is read again.
		most += (mustRead ? looks : 0) + 2 * rows.length + edits;
	} else {
		most += 2 * rows.length;
	}
	return { most, count: made.length };
}
