/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in a real n8n, never shipped */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Running } from '../../../../tools/n8n/processes';

/** The kernel's order to forget a process's peak. */
const RESET_PEAK = '5';

const statusOf = (pid: number) => {
	try {
		return readFileSync(`/proc/${pid}/status`, 'utf8');
	} catch {
		// It has ended.
		return '';
	}
};

const field = (pid: number, name: string) =>
	Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(statusOf(pid))?.[1] ?? 0);

/** The processes that this one has started, such as n8n's task runner. */
const childrenOf = (pid: number) =>
	readdirSync('/proc')
		.map(Number)
		.filter((one) => one > 0 && field(one, 'PPid') === pid);

const megabytes = (kilobytes: number) => Math.round(kilobytes / 1024);

/** Forgets the peaks so far. */
export function resetPeaks(processes: Running[]) {
	for (const pid of processes.flatMap((one) => [one.pid, ...childrenOf(one.pid)]))
		writeFileSync(`/proc/${pid}/clear_refs`, RESET_PEAK);
}

/** Resident MB now of a process, without its children. */
export const residentMB = ({ pid }: Running) => megabytes(field(pid, 'VmRSS'));

/** Most resident MB since they were reset, of the process and of those it has started. */
export const peakMB = ({ pid }: Running) => ({
	own: megabytes(field(pid, 'VmHWM')),
	children: megabytes(childrenOf(pid).reduce((sum, one) => sum + field(one, 'VmHWM'), 0)),
});
