import type {
	ICredentialType,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyMode,
	INodePropertyOptions,
	INodeType,
} from 'n8n-workflow';

import { UbidotsApi } from '../../../credentials/UbidotsApi.credentials';
import { UpsunApi } from '../../../credentials/UpsunApi.credentials';
import { Ubidots } from '../../../nodes/Ubidots/Ubidots.node';
import { Upsun } from '../../../nodes/Upsun/Upsun.node';

/** One parameter, wherever it stands in the form. */
export interface Place {
	/** For messages: `ubidots > getAll > filters > email`. */
	path: string;
	property: INodeProperties;
	/** The names of the parameters around it; empty at the top level. */
	around: string[];
	owner: 'node' | 'credential';
}

const isProperty = (option: object): option is INodeProperties => 'type' in option;
const isCollection = (option: object): option is INodePropertyCollection => 'values' in option;

/** The choices of an options or multiOptions parameter. */
export const choicesOf = ({ type, options = [] }: INodeProperties): INodePropertyOptions[] =>
	type === 'options' || type === 'multiOptions' ? (options as INodePropertyOptions[]) : [];

/** The groups of rows of a fixedCollection. */
export const groupsOf = ({ type, options = [] }: INodeProperties): INodePropertyCollection[] =>
	type === 'fixedCollection' ? options.filter(isCollection) : [];

/** The parameters inside a collection. */
export const entriesOf = ({ type, options = [] }: INodeProperties): INodeProperties[] =>
	type === 'collection' ? options.filter(isProperty) : [];

export const modesOf = ({ modes = [] }: INodeProperties): INodePropertyMode[] => modes;

function walk(
	property: INodeProperties,
	owner: Place['owner'],
	path: string,
	around: string[],
): Place[] {
	const own = { path: `${path} > ${property.name}`, property, around, owner };
	const inside = [
		...entriesOf(property),
		...groupsOf(property).flatMap(({ values }) => values),
	].flatMap((inner) => walk(inner, owner, own.path, [...around, property.name]));
	return [own, ...inside];
}

export const NODES: INodeType[] = [new Ubidots(), new Upsun()];
export const CREDENTIALS: ICredentialType[] = [new UbidotsApi(), new UpsunApi()];

/** Which operation a top-level parameter belongs to: `getAll`, `teamMember.getAll`. */
export const operationOf = ({ displayOptions: { show } = {} }: INodeProperties): string => {
	const [resource] = (show?.resource ?? []).map(String);
	const operation = (show?.operation ?? []).join('/');
	return resource === 'user' ? operation : [resource, operation].filter(Boolean).join('.');
};

/** Every parameter of both nodes and both credentials. */
export const PLACES: Place[] = [
	...NODES.flatMap(({ description: { name, properties } }) =>
		properties.flatMap((property) =>
			walk(property, 'node', `${name} > ${operationOf(property)}`, []),
		),
	),
	...CREDENTIALS.flatMap(({ name, properties }) =>
		properties.flatMap((property) => walk(property, 'credential', name, [])),
	),
];

/** A sentence between the parameters, which has no value. */
export const isNotice = ({ type }: INodeProperties) => type === 'notice';

/** Every title that a user reads: of parameters, choices, modes and groups of rows. */
export const TITLES: Array<[string, string]> = PLACES.flatMap(({ path, property }) => [
	...(isNotice(property) ? [] : [[path, property.displayName] as [string, string]]),
	...choicesOf(property).map(({ name }): [string, string] => [`${path} (choice)`, name]),
	...modesOf(property).map(({ displayName }): [string, string] => [`${path} (mode)`, displayName]),
	...groupsOf(property).map(({ displayName }): [string, string] => [`${path} (rows)`, displayName]),
]);

/** Every description below a title. */
export const DESCRIPTIONS: Array<[string, string]> = [
	...NODES.map(({ description }): [string, string] => [description.name, description.description]),
	...PLACES.flatMap(({ path, property }) => [
		[path, isNotice(property) ? property.displayName : property.description] as [
			string,
			string | undefined,
		],
		...choicesOf(property).map(({ name, description }): [string, string | undefined] => [
			`${path} (${name})`,
			description,
		]),
	]).filter((entry): entry is [string, string] => entry[1] !== undefined),
];

export const PLACEHOLDERS: Array<[string, string, INodeProperties]> = PLACES.flatMap(
	({ path, property }) =>
		[property.placeholder, ...modesOf(property).map(({ placeholder }) => placeholder)]
			.filter((text): text is string => text !== undefined)
			.map((text): [string, string, INodeProperties] => [path, text, property]),
);

/** What breaks a rule, as text, so that a failing test names it. */
export const breaches = <T>(
	all: readonly T[],
	fits: (one: T) => boolean,
	show: (one: T) => string,
) => all.filter((one) => !fits(one)).map(show);
