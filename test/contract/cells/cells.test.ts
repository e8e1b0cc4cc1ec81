import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { FINE, itemsFor } from '../../../tools/fuzz/secrets/bases';
import { everyParameter, type Parameter } from '../../../tools/fuzz/secrets/parameters';
import { ACME, AIKO, BJORN, ENGINEERS } from '../../support/people';
import { requestCount, requests } from '../../support/requests';
import { CONTINUE } from '../../support/setups';
import { useWorld } from '../../support/useWorld';
import { sources } from '../../support/world';
import { OPERATIONS } from '../everyOperation';
import { isFilter, isInside, KINDS, named } from './kinds';

const world = useWorld();

/** Users can be matched by this column: then it is read another way. */
const variantsOf = (parameter: Parameter): Parameter[] => {
	const columns = parameter.parameters.columns as INodeParameters | undefined;
	if (!columns || !['id', 'email', 'user_id'].includes(parameter.leaf)) return [parameter];
	const matched = { ...columns, matchingColumns: [parameter.leaf] };
	const variant = {
		...parameter,
		name: `${parameter.name} (matched by)`,
		parameters: { ...parameter.parameters, columns: matched },
	};
	// With another column to match by, an ID is ignored or refused, whatever it is.
	return parameter.leaf === 'email' ? [parameter, variant] : [variant];
};

const rowWith = ({ service, parameters, key }: Parameter, cell: unknown): IDataObject => ({
	...itemsFor(service, parameters, ['A-fine-password-1'])[0],
	[key]: cell as string,
});

const isOf = ({ pairedItem }: INodeExecutionData, row: number) =>
	typeof pairedItem === 'object' && 'item' in pairedItem && pairedItem.item === row;

const run = async ({ service, parameters }: Parameter, rows: IDataObject[]) =>
	(await world.run({ service, parameters, onError: CONTINUE }, rows)).items;

/** Each cell in a row of its own; in a run of its own where a parameter applies to the whole run. */
async function errorsOf(parameter: Parameter, cells: unknown[]): Promise<unknown[]> {
	const items = await run(
		parameter,
		cells.map((cell) => rowWith(parameter, cell)),
	);
	// A list gives many items for one.
	const errors = cells.map((_, row) => items.find((item) => isOf(item, row))?.json.error);
	if (!errors.some((error) => /appl(y|ies) to the whole run/.test(String(error)))) return errors;
	const alone: unknown[] = [];
	for (const cell of cells) {
		const [{ json }] = await run(parameter, [rowWith(parameter, cell)]);
		alone.push(json.error);
	}
	return alone;
}

/** Rows in a field are named by it. */
const titleOf = ({ leaf, titles }: Parameter) =>
	String(titles.at(['values', 'type'].includes(leaf) ? -2 : -1));

/** The cells that are not refused with a sentence that names the field, and any request. */
async function breaches(parameter: Parameter): Promise<string[]> {
	const kinds = Object.values(KINDS).filter(({ isRefusedBy }) => isRefusedBy(parameter));
	const cells = kinds.flatMap((kind) => kind.cells);
	const errors = await errorsOf(parameter, cells);
	const sent = requestCount(world);
	world.sandbox.reset();
	return [
		...cells.flatMap((cell, index) =>
			String(errors[index]).includes(`'${titleOf(parameter)}`)
				? []
				: [`${parameter.name} = ${JSON.stringify(cell)}: ${String(errors[index])}`],
		),
		...(sent === 0 ? [] : [`${parameter.name}: ${sent} requests`]),
	];
}

/** By name, what is fine where a word is not. */
const FINE_HERE: Record<string, string> = {
	...FINE,
	changes: '{"firstName": {"from": "Amara", "to": "Ada"}}',
	emailAddress: 'fine@example.com',
	fields: 'username',
	fieldsToClear: 'language',
	properties: '{"a": 1}',
	values: 'fine@example.com',
};

/** The same where both services have it, or it takes an ID. */
const FINE_BY_SERVICE: Record<Parameter['service'], Record<string, string>> = {
	ubidots: { organizations: 'city-lights:viewer' },
	upsun: {
		organizations: 'acme-energy',
		organizationId: ACME,
		teamId: ENGINEERS,
		exceptUsers: BJORN,
		user_id: AIKO,
		changes: '{"permissions": {"from": [], "to": ["admin"]}}',
	},
};

/** What is fine for the parameter. */
function fineFor({ service, leaf, name, titles }: Parameter): string {
	const asked = { all: '$json.id $json.username $json.email' };
	const [person] = itemsFor(service, asked, []);
	const way = /\((\w+)\)/.exec(name)?.[1] ?? '';
	if (titles.at(-1) === 'User') return String(person[way] ?? person.id);
	const ofService = FINE_BY_SERVICE[service][leaf];
	if (ofService !== undefined) return ofService;
	return FINE_HERE[leaf] ?? String(person[leaf] ?? 'fine');
}

/** Every text that left, with paths decoded. */
const textsSent = () =>
	requests(world).flatMap(({ path, query, body }) => [
		decodeURIComponent(path),
		...Object.values(query),
		JSON.stringify(body ?? ''),
	]);

/** A choice of the form is no text. Passwords and prose may end as they like. */
const KEPT = named('output sort type password message level permission ifPresent state of');

/** Without the parameter, and with the others fine, it would not be refused. */
async function trimmedWrongly(parameter: Parameter): Promise<string[]> {
	const cell = `\t ${fineFor(parameter)} \r\n`;
	const [item] = await run(parameter, [rowWith(parameter, cell)]);
	const error = item?.json.error;
	const sent = textsSent();
	world.sandbox.reset();
	const isRefused = String(error).includes(`'${titleOf(parameter)}`) || sent.length === 0;
	const isSent = sent.some((text) => /[\t\r\n]|\\[trn]/.test(text));
	return isRefused || isSent
		? [`${parameter.name} = ${JSON.stringify(cell)}: ${String(error ?? sent.join(' '))}`]
		: [];
}

describe('whatever it is entered in,', () => {
	let parameters: Parameter[];
	beforeAll(async () => {
		parameters = (await everyParameter(sources())).flatMap(variantsOf);
	});

	const ofOperation = (name: string) =>
		parameters.filter(
			({ service, operation }) => name.toLowerCase() === `${service} ${operation}`.toLowerCase(),
		);
	const NAMES_OF_OPERATIONS = OPERATIONS.map(([name]) => name);

	it.each(NAMES_OF_OPERATIONS)(
		'a bad cell is refused by name, and nothing is sent: %s',
		async (name) => {
			const found: string[] = [];
			for (const parameter of ofOperation(name)) found.push(...(await breaches(parameter)));
			expect(found).toEqual([]);
		},
	);

	it.each(NAMES_OF_OPERATIONS)(
		'white space and line breaks around it are cut: %s',
		async (name) => {
			const found: string[] = [];
			const texts = ofOperation(name).filter((one) => !isInside(one) && !KEPT.has(one.leaf));
			for (const parameter of texts) found.push(...(await trimmedWrongly(parameter)));
			expect(found).toEqual([]);
		},
	);

	it('names keep the joiners that Persian and Hindi need', async () => {
		const cell = 'می\u200cخواهم क्\u200dष';
		const people = parameters.filter(({ leaf }) => /^(first|last)_?name$|^company$/i.test(leaf));
		const lost: string[] = [];
		for (const parameter of people.filter((one) => !isFilter(one))) {
			await run(parameter, [rowWith(parameter, cell)]);
			if (!textsSent().some((text) => text.includes(cell))) lost.push(parameter.name);
			world.sandbox.reset();
		}
		expect(lost).toEqual([]);
		expect(people.length).toBeGreaterThan(10);
	});
});
