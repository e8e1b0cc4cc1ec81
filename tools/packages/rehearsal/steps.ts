import { parse } from 'yaml';

interface Step {
	uses?: string;
	run?: string;
	with?: Record<string, unknown>;
}

interface JobFile {
	needs?: string | string[];
	environment?: string;
	permissions?: Record<string, string>;
	steps: Step[];
}

interface WorkflowFile {
	permissions?: Record<string, string>;
	jobs: Record<string, JobFile>;
}

export interface Job {
	/** What the job may do; `id-token: write` is what it publishes and signs by. */
	permissions: Record<string, string>;
	/** The jobs that have to succeed first. */
	needs: string[];
	/** The settings on GitHub that say who has to approve. */
	environment?: string;
	steps: Step[];
	/** The commands of its steps, in order. */
	commands: string[];
}

/** The jobs of a workflow of GitHub, by name. A job with permissions of its own has none of the workflow's. */
export function jobsOf(workflow: string): Record<string, Job> {
	const file = parse(workflow) as WorkflowFile;
	const jobs = Object.entries(file.jobs).map(([name, { needs = [], steps, ...job }]) => {
		const commands = steps.flatMap(({ run }) => (run === undefined ? [] : [run]));
		const permissions = job.permissions ?? file.permissions ?? {};
		return [name, { ...job, permissions, needs: [needs].flat(), steps, commands }] as const;
	});
	return Object.fromEntries(jobs);
}
