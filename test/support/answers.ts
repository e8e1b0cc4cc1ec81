import type { World } from './world';

/** The next PATCH is answered like this. */
export const answerOnce = (
	{ sandbox }: World,
	status: number,
	body?: unknown,
	contentType?: string,
) => sandbox.faults.add({ match: { method: 'PATCH' }, answer: { status, body, contentType } });
