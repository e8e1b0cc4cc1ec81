import { lastSteps, untold } from './lastSteps';
import { SERVICES } from './main';
import { table } from './report';
import { type Assumption, assignments, type Steps } from './step';

const inCode = (texts: string[]) => texts.map((text) => `\`${text}\``).join('<br>');

const playedBy = ({ played }: Assumption) =>
	inCode(played.map((set) => assignments(set).join(' ')));

function rowsOf(steps: Steps, told: string): string[][] {
	return Object.entries(steps).map(([id, step]) => [
		`\`${id}\``,
		step.what,
		step.source,
		step.ifFalse,
		playedBy(step),
		told,
	]);
}

function sectionOf(name: 'Ubidots' | 'Upsun', service: keyof typeof SERVICES): string {
	const { reads, writes } = SERVICES[service];
	return `## ${name}

${table([
	['step', 'assumed', 'from', 'where it is false', 'switch', 'told by'],
	...rowsOf({ ...reads, ...lastSteps[name] }, 'reading'),
	...rowsOf(writes, 'writing'),
])}`;
}

/** docs/assumptions.md: every assumption, with what plays it and what tells. */
export function assumptionsPage(): string {
	return `# What the nodes assume about Ubidots and Upsun

Nobody who wrote this package has called the real services: it was made from their pages, their libraries and what others have seen. Each row is
one assumption; "Inference" is the least sure source. This page is written from \`tools/live\`, whose steps have the names in the first column.

- **where it is false**: what the nodes do then, which the tests try with the **switch** of the sandbox (\`npm run sandbox -- --set <switch>\`).
- **told by**: \`npm run live -- ubidots\` or \`-- upsun\` finds out on a real account: by reading, or by writing to one test user with
  \`--user NAME --write\`, who is as before afterwards. Tokens and addresses come from \`UBIDOTS_TOKEN\`, \`UBIDOTS_URL\`, \`UPSUN_API_TOKEN\` or
  \`UPSUN_ACCESS_TOKEN\`, \`UPSUN_API_URL\` and \`UPSUN_AUTH_URL\`. With \`--out FOLDER\` there is a report with no name, address, ID or token in it.

${sectionOf('Ubidots', 'ubidots')}

${sectionOf('Upsun', 'upsun')}

## What no step tells

${table([
	['assumed', 'from', 'where it is false', 'switch', 'why no step tells'],
	...Object.values(untold).map((row) => [
		row.what,
		row.source,
		row.ifFalse,
		playedBy(row),
		row.why,
	]),
])}
`;
}
