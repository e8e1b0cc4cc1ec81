import type {
	IDataObject,
	INodeParameters,
	INodeProperties,
	INodePropertyCollection,
	INodeType,
	ResourceMapperFields,
} from 'n8n-workflow';

import type { LoadedPackage } from '../../engine';
import { BASES, COLUMNS, FINE, isBase, type ServiceName } from './bases';

/** The keys of an item that hold the text, and what stands for it in the other items. */
export const TEXT = 'hostile';

/** A parameter of an operation that takes text. */
export interface Parameter {
	service: ServiceName;
	operation: string;
	/** `updateFields.country (code)`. */
	name: string;
	/** In the API: `country`. */
	leaf: string;
	/** What a message may call it: its title, or that of what it is in. */
	titles: string[];
	isPassword: boolean;
	/** The key of an item that is the parameter: a column that is mapped by its name. */
	key: string;
	/** Of the node, with the parameter set by an expression from the item. */
	parameters: INodeParameters;
}

type Tree = Record<string, unknown>;

const isCollection = (option: object): option is INodePropertyCollection => 'values' in option;
const isProperty = (option: object): option is INodeProperties => 'type' in option;
const isPassword = ({ typeOptions }: INodeProperties) => typeOptions?.password === true;

/** As it is named in a list of all: that of users by its own name, others with their resource before it. */
const partsOf = (named: string) => {
	const [operation, resource = 'user'] = named.split(' ').reverse();
	return { resource, operation };
};

function ofOperation({ description }: INodeType, named: string): INodeProperties[] {
	const { resource, operation } = partsOf(named);
	return description.properties.filter(
		({ displayOptions: { show } = {} }) =>
			show?.operation?.includes(operation) && show.resource?.includes(resource),
	);
}

const operationsOf = ({ description: { properties } }: INodeType) =>
	properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ options = [], displayOptions }) => {
			const resource = String(displayOptions?.show?.resource?.[0]);
			const before = resource === 'user' ? '' : `${resource} `;
			return options.flatMap((option) => ('value' in option ? `${before}${option.value}` : []));
		});

/** A way to a value: the names of objects and indexes of lists. */
type Way = Array<string | number>;

function valueAt(tree: unknown, way: Way): unknown {
	return way.reduce<unknown>((at, name) => (at as Tree | undefined)?.[name], tree);
}

function setAt(tree: Tree, way: Way, value: unknown): void {
	let at = tree as Record<string | number, unknown>;
	way.forEach((name, index) => {
		if (index === way.length - 1) at[name] = value;
		else at = (at[name] ??= typeof way[index + 1] === 'number' ? [] : {}) as typeof at;
	});
}

type Texted = Pick<INodeProperties, 'name' | 'type' | 'options'>;

/** What other items have in the place of the text. */
function fine({ name, type, options = [] }: Texted, base: unknown) {
	if (typeof base === 'string' && base.startsWith('={{'))
		return /^=\{\{(.*)\}\}$/s.exec(base)?.[1] ?? '""';
	if (typeof base === 'string' && base !== '') return JSON.stringify(base);
	if (type === 'json') return '"{}"';
	if (type === 'multiOptions') return JSON.stringify(FINE[name] ?? []);
	const [first] = options;
	return JSON.stringify(FINE[name] ?? (first && 'value' in first ? first.value : 'fine'));
}

const expression = (property: Texted, base: unknown) =>
	`={{ $json.${TEXT} ?? (${fine(property, base).trim()}) }}`;

/** One after the other: the parameters that have to be so that this one is shown. */
function show(tree: Tree, way: Way, { displayOptions }: INodeProperties): void {
	for (const [name, [wanted]] of Object.entries(displayOptions?.show ?? {}) as Array<
		[string, unknown[]]
	>) {
		if (name === 'operation' || name === 'resource') continue;
		const beside = name.startsWith('/') ? name.slice(1).split('.') : [...way.slice(0, -1), name];
		setAt(tree, beside, wanted);
	}
}

/** The text itself, or where it stands. */
type Value = (text: string) => unknown;

/** Each way in which a property takes text: its title, and the value. */
function waysOf(property: INodeProperties, base: unknown): Array<[string, Value, unknown]> {
	const { type, modes = [] } = property;
	if (property.noDataExpression) return [];
	if (['string', 'dateTime', 'options', 'multiOptions'].includes(type))
		return [['', (text) => text, base]];
	if (type === 'json') {
		const inside: Value = (text) => text.replace(/^=\{\{(.*)\}\}$/s, '={{ ({ [$1]: $1 }) }}');
		return [
			['', (text) => text, base],
			[' (in an object)', inside, undefined],
		];
	}
	if (type !== 'resourceLocator') return [];
	const given = base as { value?: unknown } | undefined;
	return modes.map(({ name: mode }) => [
		` (${mode})`,
		(text) => ({ __rl: true, mode, value: text }),
		['email', 'username'].includes(mode) ? `={{ $json.${mode} }}` : given?.value,
	]);
}

interface Found {
	property: INodeProperties;
	way: Way;
	around: Array<[Way, INodeProperties]>;
}

function walk(property: INodeProperties, to: Way, around: Found['around']): Found[] {
	const way = [...to, property.name];
	const inner: Found['around'] = [...around, [way, property]];
	const { type, options = [] } = property;
	if (type === 'collection') {
		return options.filter(isProperty).flatMap((option) => walk(option, way, inner));
	}
	if (type === 'fixedCollection') {
		return options
			.filter(isCollection)
			.flatMap(({ name, values }) =>
				values.flatMap((value) => walk(value, [...way, name, 0], inner)),
			);
	}
	return [{ property, way, around: inner }];
}

async function columnsOf(node: INodeType, { typeOptions }: INodeProperties) {
	const { resourceMapperMethod: name = '' } = typeOptions?.resourceMapper ?? {};
	const method = node.methods?.resourceMapping?.[name] as
		| (() => Promise<ResourceMapperFields>)
		| undefined;
	return (await method?.())?.fields ?? [];
}

/** The parameters with which an operation works. */
export function baseOf(node: INodeType, service: ServiceName, operation: string): Tree {
	const tree: Tree = { ...partsOf(operation) };
	for (const { name, type, default: byDefault, required } of ofOperation(node, operation)) {
		const base = BASES[service][name];
		if (base !== undefined && isBase(base, type)) tree[name] = structuredClone(base);
		else if (required && byDefault === '') {
			throw new Error(`tools/fuzz/secrets/bases.ts needs a value for ${name} of ${operation}`);
		} else if (typeof byDefault === 'string' && byDefault !== '') tree[name] = byDefault;
	}
	return tree;
}

async function parametersOf(
	node: INodeType,
	service: ServiceName,
	operation: string,
): Promise<Parameter[]> {
	const properties = ofOperation(node, operation);
	const passwords = new Set(
		node.description.properties
			.flatMap((property) => walk(property, [], []))
			.filter(({ property }) => isPassword(property))
			.map(({ property }) => property.name),
	);
	const base = () => baseOf(node, service, operation);
	const make = (
		named: Pick<Parameter, 'name' | 'leaf' | 'titles' | 'key'>,
		change: (tree: Tree) => void,
	): Parameter => {
		const tree = base();
		change(tree);
		const parameters = tree as INodeParameters;
		return { service, operation, ...named, isPassword: passwords.has(named.leaf), parameters };
	};
	const entered = properties
		.flatMap((property) => walk(property, [], []))
		.flatMap(({ property, way, around }) =>
			waysOf(property, valueAt(base(), way)).map(([title, value, own]) =>
				make(
					{
						name: `${way.join('.')}${title}`,
						leaf: property.name,
						titles: around.map(([, { displayName }]) => displayName),
						key: TEXT,
					},
					(tree) => {
						for (const [place, one] of around) show(tree, place, one);
						setAt(tree, way, value(expression(property, own)));
					},
				),
			),
		);
	const mapped: Parameter[] = [];
	for (const property of properties.filter(({ type }) => type === 'resourceMapper')) {
		for (const { id, displayName, type, options } of await columnsOf(node, property)) {
			const name = `${property.name}.${id}`;
			const named = { leaf: id, titles: [displayName] };
			mapped.push(make({ ...named, name: `${name} (by name)`, key: id }, () => undefined));
			mapped.push(
				make({ ...named, name, key: TEXT }, (tree) => {
					const auto = tree[property.name] as IDataObject & { value: IDataObject };
					const names = COLUMNS[service];
					const values = Object.fromEntries(names.map((name) => [name, `={{ $json.${name} }}`]));
					const one = expression(
						{ name: id, type: type === 'object' ? 'json' : 'string', options },
						values[id],
					);
					const value = { ...values, [id]: one };
					tree[property.name] = { ...auto, mappingMode: 'defineBelow', value };
				}),
			);
		}
	}
	return [...entered, ...mapped];
}

/** Every parameter of every operation that takes text, from what the nodes say of themselves. */
export async function everyParameter({ nodes }: LoadedPackage): Promise<Parameter[]> {
	const all: Parameter[] = [];
	for (const [name, loaded] of nodes) {
		const node = loaded as INodeType;
		const service = name.endsWith('ubidots') ? 'ubidots' : 'upsun';
		for (const operation of operationsOf(node)) {
			all.push(...(await parametersOf(node, service, operation)));
		}
	}
	return all;
}
