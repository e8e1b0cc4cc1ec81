import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** @typedef {import('../../../../tools/n8n/processes.mjs').Running} Running */

/** The kernel's order to forget a process's peak. */
const RESET_PEAK = '5';

const statusOf = (/** @type {number} */ pid) => {
	try {
		return readFileSync(`/proc/${pid}/status`, 'utf8');
	} catch {
		// It has ended.
		return '';
	}
};

const field = (/** @type {number} */ pid, /** @type {string} */ name) =>
	Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(statusOf(pid))?.[1] ?? 0);

/** The processes that this one has started, such as n8n's task runner. */
const childrenOf = (/** @type {number} */ pid) =>
	readdirSync('/proc')
		.map(Number)
		.filter((one) => one > 0 && field(one, 'PPid') === pid);

const megabytes = (/** @type {number} */ kilobytes) => Math.round(kilobytes / 1024);

/** Forgets the peaks so far. */
export function resetPeaks(/** @type {Running[]} */ processes) {
	for (const pid of processes.flatMap((one) => [one.pid, ...childrenOf(one.pid)]))
		writeFileSync(`/proc/${pid}/clear_refs`, RESET_PEAK);
}

/** Resident MB now of a process, without its children. */
export const residentMB = (/** @type {Running} */ { pid }) => megabytes(field(pid, 'VmRSS'));

/**
 * Most resident MB since they were reset, of the process and of those it has started.
 * @param {Running} running
 */
export const peakMB = ({ pid }) => ({
	own: megabytes(field(pid, 'VmHWM')),
	children: megabytes(childrenOf(pid).reduce((sum, one) => sum + field(one, 'VmHWM'), 0)),
});
