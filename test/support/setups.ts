import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { ACME, ENGINEERS, WEBSITE } from './people';
import type { NodeSetup } from './world';

export type OnError = NodeSetup['onError'];
export const CONTINUE = 'continueRegularOutput' as const;
export const TO_ERROR_OUTPUT = 'continueErrorOutput' as const;

/** A resource locator, as the editor stores it. */
export const locator = (mode: string, value: unknown) => ({
	__rl: true,
	mode,
	value: value as string,
});
export const fromList = (value: unknown) => locator('list', value);
export const byId = (value: string) => locator('id', value);
export const byUsername = (value: string) => locator('username', value);
export const byEmail = (value: string) => locator('email', value);
export const byLabel = (value: string) => locator('label', value);

/** The user whose ID the item holds. */
export const BY_ID_OF_ITEM = byId('={{ $json.id }}');

/** The resource mapper in automatic mode. */
export const autoMap = (matchOn = 'id') => ({
	mappingMode: 'autoMapInputData',
	value: null,
	matchingColumns: [matchOn],
	schema: [],
	attemptToConvertTypes: false,
	convertFieldsToString: false,
});

/** The resource mapper filled in by hand: columns with values or expressions. */
export const mapByHand = (value: IDataObject, matchOn = 'id') => ({
	...autoMap(matchOn),
	mappingMode: 'defineBelow',
	value,
});

/** The rows of Assign Organizations: one organization and the role in it. */
export const organizations = (label: string, role: string, more: object = {}) => ({
	organization: [{ label: byLabel(label), role: byLabel(role), ...more }],
});

/** The parameters of Apply Changes as the editor stores them. */
const PLANNED = { userId: '={{ $json.id }}', changes: '={{ $json.changes }}', direction: 'apply' };

type Parameters = Record<string, unknown>;

/** What applies to the whole run, as it is stored: Dry Run is not among the options. */
export const settingsOf = ({ dryRun, ...options }: IDataObject) => ({
	...(dryRun !== undefined && { dryRun }),
	options,
});

/** The Ubidots node with one operation. */
export const ubidots = (
	operation: string,
	parameters: Parameters = {},
	onError?: OnError,
): NodeSetup => ({
	service: 'ubidots',
	parameters: { operation, ...parameters } as INodeParameters,
	onError,
});

/** The Upsun node with one operation. */
export const upsun = (
	operation: string,
	parameters: Parameters = {},
	onError?: OnError,
): NodeSetup => ({ ...ubidots(operation, parameters, onError), service: 'upsun' });

/** Ubidots Update of one user; a first name unless told otherwise. */
export const updateOf = (
	userKey: unknown,
	updateFields: unknown = { firstName: 'Ada' },
	settings: IDataObject = {},
	onError?: OnError,
): NodeSetup => ubidots('update', { userKey, updateFields, ...settingsOf(settings) }, onError);

/** Ubidots Update of the user of each item, to its first name. */
export const update = (settings?: IDataObject, onError?: OnError): NodeSetup =>
	updateOf(BY_ID_OF_ITEM, { firstName: '={{ $json.firstName }}' }, settings, onError);

/** Ubidots Bulk Update; columns are mapped by their names unless told otherwise. */
export const bulkUpdate = (
	settings: IDataObject = {},
	onError?: OnError,
	columns: unknown = autoMap(),
): NodeSetup => ubidots('bulkUpdate', { columns, ...settingsOf(settings) }, onError);

/** Ubidots Apply Changes, of the ID and the changes that the item holds. */
export const applyChanges = (
	settings: IDataObject = {},
	onError?: OnError,
	parameters: Parameters = {},
): NodeSetup =>
	ubidots('applyChanges', { ...PLANNED, ...parameters, ...settingsOf(settings) }, onError);

/** The same, to take the changes back. */
export const undoChanges = (settings?: IDataObject, onError?: OnError): NodeSetup =>
	applyChanges(settings, onError, { direction: 'undo' });

/** Ubidots Sync that writes; columns are mapped by their names, and users matched by their username unless told otherwise. */
export const sync = (parameters: Parameters = {}, onError?: OnError): NodeSetup =>
	ubidots('sync', { columns: autoMap('username'), dryRun: false, ...parameters }, onError);

/** Upsun Update of one user; a company unless told otherwise. */
export const upsunUpdateOf = (
	userId: unknown,
	updateFields: unknown = { company: 'Acme' },
	settings: IDataObject = {},
	onError?: OnError,
): NodeSetup => upsun('update', { userId, updateFields, ...settingsOf(settings) }, onError);

/** Upsun Update of the user of each item, to its first name. */
export const upsunUpdate = (settings?: IDataObject, onError?: OnError): NodeSetup =>
	upsunUpdateOf(BY_ID_OF_ITEM, { first_name: '={{ $json.firstName }}' }, settings, onError);

/** Upsun's people of a place: the organization, project or team of the sandbox unless told otherwise. */
const peopleOf =
	(resource: string, place: string, id: string) =>
	(operation: string, parameters: Parameters = {}, onError?: OnError): NodeSetup =>
		upsun(operation, { resource, [place]: byId(id), ...parameters }, onError);

export const ofOrganization = peopleOf('organizationMember', 'organizationId', ACME);
export const ofProject = peopleOf('projectUser', 'projectId', WEBSITE);
export const ofTeam = peopleOf('teamMember', 'teamId', ENGINEERS);
