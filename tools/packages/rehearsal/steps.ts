import { parse } from 'yaml';

interface Step {
	name?: string;
	run?: string;
}

interface GitHubWorkflow {
	permissions?: Record<string, string>;
	jobs: Record<string, { steps: Step[] }>;
}

export interface Steps {
	/** What the workflow may do; `id-token: write` is what provenance is made with. */
	permissions: Record<string, string>;
	/** The commands, in order. */
	commands: string[];
}

/** What a publishing workflow runs, and with which permissions. */
export function stepsOf(workflow: string): Steps {
	const { permissions = {}, jobs } = parse(workflow) as GitHubWorkflow;
	const commands = Object.values(jobs)
		.flatMap(({ steps }) => steps)
		.flatMap(({ run }) => (run === undefined ? [] : [run]));
	return { permissions, commands };
}
