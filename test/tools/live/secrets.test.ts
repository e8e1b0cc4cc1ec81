import type { Fault, Sandbox } from '../../../tools/sandbox';
import { inVirtualTime } from '../../support/virtualTime';
import { checkWritingOn, type ServiceName, startAccount } from './support';

/** The report goes into an issue: it names nobody and opens nothing, whatever the service sends. */

/** Words of the seeds that stand in any English text. */
const WORDS = ['Test', 'Person', 'Member'];

function whatNobodyMayRead({ secrets, ubidots, upsun, url }: Sandbox): string[] {
	const people = [
		...ubidots
			.users()
			.flatMap((user) => [user.id, user.username, user.email, user.firstName, user.lastName]),
		...upsun
			.users()
			.flatMap((user) => [user.id, user.username, user.email, user.first_name, user.last_name]),
	];
	const places = [...ubidots.organizations, ...upsun.organizations].flatMap(
		({ id, name, label }) => [id, name, label],
	);
	return [...Object.values(secrets), url, ...people, ...places].filter(
		(text) => text.length > 3 && !WORDS.includes(text),
	);
}

const HOSTILE = ['leaky', 'echo', 'echoRows', 'errorInSuccess'] as const;

const cases = (['ubidots', 'upsun'] as ServiceName[]).flatMap((service) => [
	{ service, kind: undefined },
	...HOSTILE.map((kind) => ({ service, kind })),
]);

it.each(cases)('the report of $service names nobody ($kind)', async ({ service, kind }) => {
	const sandbox = await startAccount();
	try {
		const hidden = whatNobodyMayRead(sandbox);
		// The first answers are good: the check would end at once.
		const fault: Omit<Fault, 'answer'> = { match: { service }, skip: 4, times: Infinity };
		if (kind) sandbox.faults.add({ ...fault, answer: { hostile: { kind, texts: hidden } } });
		const { report } = await inVirtualTime(async () => await checkWritingOn(sandbox, service));
		expect(report).toContain(`"service": `);
		expect(hidden.filter((text) => report.includes(text))).toEqual([]);
	} finally {
		await sandbox.close();
	}
});
