import { inChild } from './child';
import type { Line } from './table';
import type { SandboxProcess } from './sandboxProcess';

/** How long n8n's one thread did nothing else, at the longest, in milliseconds. */
export interface Blocked {
	/** An update that is refused in one sentence. */
	plain: number;
	/** 500 rows, refused with 1.5 MB of messages for each row. */
	hugeRows: number;
	/** 500 rows, refused with 1.5 MB of messages under 5,000 names of fields. */
	hugeFields: number;
	/** A password of 1 MB in an item. */
	longPassword: number;
}

const MOST_MS = 250;

const ATTACKS = {
	hugeRows: 'a refusal of 500 rows in 1.5 MB, a message for each row',
	hugeFields: 'a refusal of 500 rows in 1.5 MB, 5,000 fields',
	longPassword: 'a password of 1 MB',
};

/** Each in a process of its own, the built package in n8n-core. */
export async function blocked(sandbox: SandboxProcess): Promise<Blocked> {
	const measure = async (what: keyof Blocked) => {
		await sandbox.reset();
		if (what === 'hugeRows' || what === 'hugeFields') await sandbox.options({ hostile: what });
		const ms = await inChild<number>('blocked.ts', [what, sandbox.url, sandbox.token]);
		await sandbox.options({ hostile: null });
		return ms;
	};
	return {
		plain: await measure('plain'),
		hugeRows: await measure('hugeRows'),
		hugeFields: await measure('hugeFields'),
		longPassword: await measure('longPassword'),
	};
}

export const blockedLines = (figures: Blocked): Line[] =>
	Object.entries(ATTACKS).map(([name, what]) => {
		const ms = figures[name as keyof typeof ATTACKS];
		return {
			what: `longest time that n8n is held up by ${what} (by a plain refusal: ${Math.round(figures.plain)} ms)`,
			measured: `${Math.round(ms)} ms`,
			target: { wanted: `under ${MOST_MS} ms`, isMet: ms < MOST_MS },
		};
	});
