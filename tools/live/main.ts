/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error, no-console -- a command line of its own, never shipped */
import { Argument, Command } from 'commander';

import { lastSteps } from './lastSteps';
import { Probe, type ProbeOptions } from './probe';
import { type Answered, writeReport } from './report';
import { CannotTell, type Context, Failure, type Step, type Steps } from './step';
import { canonical, type TestUser, type Values } from './testUser';
import { ubidots } from './ubidots';
import { upsun } from './upsun';

export interface Service {
	reads: Steps;
	writes: Steps;
	/** @throws Failure when the service cannot be reached, or refuses the token */
	connect(
		env: NodeJS.ProcessEnv,
		options: Pick<ProbeOptions, 'perSecond' | 'signal' | 'say'>,
	): Promise<Probe>;
	/** @throws Failure when there is no such user, or it may be an owner */
	testUser(probe: Probe, name: string): Promise<TestUser>;
}

export const SERVICES = { ubidots, upsun };

export interface CheckOptions {
	service: keyof typeof SERVICES;
	env: NodeJS.ProcessEnv;
	/** Requests a second; 0 = no pace. */
	rate: number;
	user?: string;
	write?: boolean;
	/** A folder for the report. */
	out?: string;
	signal?: AbortSignal;
	say(text: string): void;
	complain(text: string): void;
}

/** Asks a real account which assumptions hold. @returns the exit status */
export async function check(options: CheckOptions): Promise<number> {
	const { service, env, rate: perSecond, signal, say, complain, out } = options;
	const { reads, writes, connect, testUser } = SERVICES[service];
	const answered: Answered[] = [];
	let context: Context | undefined;
	let isPutBack = true;
	let hasFailed = false;
	try {
		if (options.write && !options.user)
			throw new Failure('--write needs --user: the one user that may be written to.');
		const probe = await connect(env, { perSecond, signal, say });
		context = { probe, memory: new Map() };
		await runSteps(reads, context, answered, say);
		if (options.write && options.user) {
			context.user = await testUser(probe, options.user);
			await runSteps(writes, context, answered, say);
		}
	} catch (error) {
		hasFailed = true;
		complain(sentenceOf(error));
	}
	if (context?.user) {
		const left = await putBack(context.probe, context.user);
		isPutBack = Object.keys(left).length === 0;
		say(isPutBack ? 'Everything was put back.' : '');
		for (const [name, value] of Object.entries(left))
			complain(`Could not be put back: ${name} was ${canonical(value)}.`);
	}
	if (context && context.probe.log.length > 0) {
		const { probe, user } = context;
		context.user = undefined;
		await runSteps(lastSteps[probe.options.service], context, answered, say);
		const report = { answered, log: probe.log, service: probe.options.service };
		const outcome = { isWhole: !hasFailed, isPutBack, hasWritten: user !== undefined };
		if (out !== undefined) say(writeReport(out, { ...report, ...outcome }));
	}
	return hasFailed || !isPutBack ? 1 : 0;
}

/** In turn; after each that has written, what it wrote is put back. */
async function runSteps(
	steps: Steps,
	context: Context,
	answered: Answered[],
	say: (text: string) => void,
): Promise<void> {
	for (const [id, step] of Object.entries(steps)) {
		const answer = await answerOf(step, context);
		answered.push({ id, step, answer });
		const mark = answer.holds === undefined ? '?' : answer.holds ? 'yes' : 'NO';
		say(`${mark.padEnd(4)} ${id.padEnd(20)} ${answer.says}`);
		const left = (await context.user?.putBack()) ?? {};
		if (Object.keys(left).length > 0) throw new Failure('Nothing more was written.');
	}
}

async function answerOf(step: Step, context: Context) {
	try {
		return await step.run(context);
	} catch (error) {
		if (error instanceof CannotTell) return { says: error.message, switches: [] };
		throw error;
	}
}

/** Also after a Ctrl-C. */
async function putBack(probe: Probe, user: TestUser): Promise<Values> {
	probe.options.signal = undefined;
	return await user.putBack();
}

const sentenceOf = (error: unknown) =>
	error instanceof Error ? error.message.replace(/\s+/g, ' ') : String(error);

/** `npm run live -- ubidots` */
async function main(): Promise<void> {
	const stop = new AbortController();
	for (const name of ['SIGINT', 'SIGTERM'] as const) {
		process.on(name, () => {
			console.error('Stopping: what was written is put back first.');
			stop.abort();
		});
	}
	const command = new Command('npm run live --')
		.description(
			'Asks a real account which of the assumptions in docs/assumptions.md hold. It only reads.',
		)
		.addArgument(new Argument('<service>', 'which one').choices(Object.keys(SERVICES)))
		.option('--user <name>', 'a test user, by username or ID')
		.option('--write', 'write to the test user, too, and put everything back')
		.option('--out <folder>', 'write live-report.md and live-report.json there')
		.option('--rate <number>', 'requests a second', (text) => Number(text) || 4, 4)
		.showHelpAfterError()
		.parse();
	process.exitCode = await check({
		...command.opts<Pick<CheckOptions, 'user' | 'write' | 'out' | 'rate'>>(),
		service: command.args[0] as keyof typeof SERVICES,
		env: process.env,
		signal: stop.signal,
		say: (text) => text && console.log(text),
		complain: (text) => console.error(text),
	});
}

if (require.main === module) void main();
