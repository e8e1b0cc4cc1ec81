import { lastSteps } from '../../../tools/live/lastSteps';
import { SERVICES } from '../../../tools/live/main';
import { assignments, type Step } from '../../../tools/live/step';
import type { SandboxOptions } from '../../../tools/sandbox';
import { inVirtualTime } from '../../support/virtualTime';
import { checkWritingOn, type Outcome, type ServiceName, startAccount } from './support';

/** Each switch that a step is said to tell is set, and the report has to tell it: a new one joins by its row. */

const services = Object.keys(SERVICES) as ServiceName[];
const LAST = { ubidots: lastSteps.Ubidots, upsun: lastSteps.Upsun };

const cases = services.flatMap((service) => {
	const { reads, writes } = SERVICES[service];
	const steps: Array<[string, Step]> = Object.entries({ ...reads, ...writes, ...LAST[service] });
	return steps.flatMap(([step, { played }]) =>
		played.map((set) => ({ service, step, set, name: assignments(set).join(' ') })),
	);
});

/** In real time these would take long. */
const takesTime = (set: SandboxOptions) =>
	Object.keys(set).some((name) => /Ms$|PerSecond|forgottenRows/.test(name));

async function checkWith(
	service: ServiceName,
	set: SandboxOptions,
	write = true,
): Promise<Outcome> {
	const work = async () => {
		const sandbox = await startAccount(set);
		try {
			const rate = set.ubidotsRequestsPerSecond === undefined ? 0 : 4;
			return await checkWritingOn(sandbox, service, { rate, write });
		} finally {
			await sandbox.close();
		}
	};
	return takesTime(set) ? await inVirtualTime(work) : await work();
}

/** Times are measured: their names alone are compared. */
const comparable = (assignment: string) => assignment.replace(/(Ms)=\d+$/, '$1');

/** The sandbox of these tests lets the Upsun token write to anybody, so that there is somebody to write to. */
const GIVEN = ['upsunAdmin=true'];

/** From outside these are the same. */
const LOOKS_LIKE: Record<string, string[]> = {
	'taskDelayMs=Infinity': ['forgottenRows'],
	'forgottenRows={"every":1}': ['taskDelayMs'],
	'removalStatus=204': ['bodilessWrites'],
};

/** In real time a machine may be as slow as a service. */
const isOfMachine = (assignment: string) => /^(writeL|l)atencyMs=/.test(assignment);

const toldBy = ({ answers }: Outcome) =>
	answers
		.flatMap(({ switches }) => switches)
		.filter((one) => !GIVEN.includes(one) && !isOfMachine(one));

it.each(services)('a sandbox of %s without switches tells none', async (service) => {
	const outcome = await checkWith(service, {});
	expect(toldBy(outcome)).toEqual([]);
	expect(outcome.complaints).toEqual([]);
	expect(outcome.status).toBe(0);
});

it.each(cases)('$service: $step tells $name', async ({ service, step, set }) => {
	const outcome = await checkWith(service, set, !(step in SERVICES[service].reads));
	const answer = outcome.answers.find((one) => one.step === step);
	expect(answer?.switches.map(comparable)).toEqual(
		expect.arrayContaining(assignments(set).map(comparable)),
	);
	const others = toldBy(outcome).filter((one) => !LOOKS_LIKE[one]?.some((name) => name in set));
	expect(others.filter((one) => !(one.split('=')[0] in set))).toEqual([]);
	expect(answer?.todo).toContain(answer?.holds === true ? '' : 'npm run sandbox -- --set');
});
