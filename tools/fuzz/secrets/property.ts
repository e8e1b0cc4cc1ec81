import fc from 'fast-check';

import { ModelViolated, type Tally } from '../property';
import type { FuzzWorld } from '../world';
import { casesOf, type SecretsCase } from './cases';
import { findingsIn } from './checks';
import type { Parameter } from './parameters';
import { runCase, type SecretsRun } from './run';

/** Runs a case and counts it. */
export async function tryCase(
	world: FuzzWorld,
	parameters: Parameter[],
	given: SecretsCase,
	tally: Tally,
): Promise<SecretsRun> {
	const { service, operation, parameter: name } = given;
	const parameter = parameters.find(
		(one) => one.service === service && one.operation === operation && one.name === name,
	);
	if (!parameter) throw new Error(`There is no ${service} ${operation} ${name}`);
	const run = await runCase(world, parameter, given);
	tally.cases++;
	tally.rows += run.items.length;
	tally.requests += run.requests.length;
	return run;
}

/** No run shows a secret, whatever is entered where, and however the service answers. */
export const noSecretShows = (world: FuzzWorld, parameters: Parameter[], tally: Tally) =>
	fc.asyncProperty(casesOf(parameters), async (given) => {
		const findings = findingsIn(await tryCase(world, parameters, given, tally));
		if (findings.length > 0) throw new ModelViolated(findings);
	});
