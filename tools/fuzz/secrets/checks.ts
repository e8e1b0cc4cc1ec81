import type { Finding } from '../types';
import { LONGEST_PASSWORD, type SecretsRun } from './run';
import { messagesOf, shownBy, storedOf, traitsOf } from './traces';

/** 2,000 characters, and what says which item it is about. */
const LONGEST_MESSAGE = 2_100;

/** What an error says that is not for the user: of the runtime, and of a mistake of the node. */
const FOREIGN =
	/Maximum call stack|Invalid regular expression|Invalid string length|is not a function|Cannot read properties|has made a mistake/;

const excerptAround = (text: string, trait: string) => {
	const at = text.indexOf(trait);
	return JSON.stringify(text.slice(Math.max(0, at - 80), at + trait.length + 40));
};

function secretsShown(run: SecretsRun): Finding[] {
	const { credentials, passwords } = run;
	const shown = shownBy(run).toLowerCase();
	const stored = storedOf(run).toLowerCase();
	const find = (text: string, secrets: string[], rule: string) =>
		secrets.flatMap((one) =>
			traitsOf(one)
				.filter((trait) => text.includes(trait))
				.slice(0, 1)
				.map((trait) => ({ rule, text: excerptAround(text, trait) })),
		);
	return [
		...find(shown, credentials, 'a secret of the credential shows'),
		...find(stored, credentials, 'a secret of the credential is stored'),
		...find(shown, passwords, 'a password shows'),
	];
}

function messages(run: SecretsRun): Finding[] {
	return messagesOf(run).flatMap((message) => {
		if (message.length > LONGEST_MESSAGE)
			return [
				{ rule: 'a message is too long', text: `${message.length}: ${message.slice(0, 80)}` },
			];
		return FOREIGN.test(message) ? [{ rule: 'a mistake', text: message }] : [];
	});
}

/** A list may be empty; every other operation says of each item what became of it. */
function everyItem({ given, items, result }: SecretsRun): Finding[] {
	if (result.status !== 'success') {
		const isSaid = given.onError === 'stopWorkflow' && (result.message ?? '') !== '';
		return isSaid ? [] : [{ rule: 'the run ends', text: `${result.status}: ${result.message}` }];
	}
	if (given.operation === 'getAll') return [];
	const paired = [...result.items, ...result.errorItems].flatMap(({ pairedItem }) =>
		typeof pairedItem === 'object' ? pairedItem : [],
	);
	const told = new Set(paired.map((one) => one.item));
	return items.flatMap((_, item) =>
		told.has(item) ? [] : [{ rule: 'every item is accounted for', text: 'nothing is said', item }],
	);
}

function requests({ requests: sent, host, password, openConnections }: SecretsRun): Finding[] {
	const findings: Finding[] = [];
	const elsewhere = sent.find(({ headers }) => headers.host !== host);
	if (elsewhere)
		findings.push({
			rule: 'no other host',
			text: `${elsewhere.method} to ${elsewhere.headers.host}`,
		});
	if ((password?.length ?? 0) > LONGEST_PASSWORD && sent.length > 0)
		findings.push({ rule: 'a long password sends nothing', text: `${sent.length} requests` });
	if (openConnections > 0)
		findings.push({ rule: 'no connection is left', text: String(openConnections) });
	return findings;
}

/** What is wrong with a run. */
export const findingsIn = (run: SecretsRun): Finding[] => [
	...secretsShown(run),
	...messages(run),
	...everyItem(run),
	...requests(run),
];
