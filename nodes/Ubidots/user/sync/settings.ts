import type { INodeProperties } from 'n8n-workflow';

import { Failure } from '../../../shared/errors';
import type { ItemParameters } from '../../../shared/form/itemParameters';
import type { OptionTable } from '../../../shared/form/options';
import { isEmpty, parseList, parseNamed } from '../../../shared/form/parse';
import { shown } from '../../../shared/shown';
import { asText } from '../../../shared/objects';
import type { Run } from '../../../shared/run/operation';
import { BATCH_OPTIONS } from '../bulk/options';
import type { Planned } from '../bulk/rows';
import { identity } from '../lookup/matchColumns';
import { getScope, type Scope, scopeEntries } from './scope';

const forLeavers = { show: { leavers: ['deactivate', 'delete'] } };

/** The form of Sync besides its columns and options. */
export const syncProperties: INodeProperties[] = [
	{
		displayName:
			'Leave out columns that you do not want to sync: an empty column empties that field for everybody. Passwords are used only for new users.',
		name: 'syncNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Missing Users',
		name: 'missingUsers',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Create',
				value: 'create',
				description:
					'Create a user for each. Those without a password in the list get a strong random one that nobody is shown.',
			},
			{
				name: 'Fail',
				value: 'fail',
				description: 'Report each as an error, and leave all leavers alone',
			},
		],
		default: 'create',
		description: 'What to do with people in the list who are not in Ubidots yet',
	},
	{
		displayName: 'Leavers',
		name: 'leavers',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Keep', value: 'keep', description: 'Leave them as they are' },
			{
				name: 'Deactivate',
				value: 'deactivate',
				description: 'They can no longer sign in; their accounts stay',
			},
			{ name: 'Delete', value: 'delete', description: 'Delete their accounts for good' },
		],
		default: 'keep',
		description:
			'What to do with users in the scope who are not in the list. The whole list must arrive in one run: in a loop or after two branches, each part is taken for the whole list.',
	},
	{
		displayName: 'Scope',
		name: 'scope',
		type: 'collection',
		placeholder: 'Add condition',
		default: {},
		displayOptions: forLeavers,
		description:
			'Which users the list covers. Only they can be leavers. A user must meet all conditions.',
		options: scopeEntries,
	},
	{
		displayName: 'Except Users',
		name: 'exceptUsers',
		type: 'string',
		default: '',
		placeholder: 'e.g. owner, admin@example.com',
		displayOptions: forLeavers,
		description:
			'Usernames or email addresses of users who are never deactivated or deleted, separated by commas. Add the owner of the account.',
	},
];

export const OPTIONS = {
	...BATCH_OPTIONS,
	maxLeavers: {
		displayName: 'Max Leavers',
		default: '20%',
		isLimit: true,
		description:
			'Max number of users to deactivate or delete, or a share of the users in the scope such as 20% (to deactivate: of the active ones). If more would leave, nothing is written. A share always allows up to five, but never more than half of the scope. To allow fewer, enter a number.',
	},
} satisfies OptionTable;

export type SyncOptions = typeof OPTIONS;

/** What becomes of the users in scope whom the list does not name. */
export type LeaverAction = 'deactivate' | 'delete';

/** What a sync shall do besides updating. */
export interface Settings {
	createsMissing: boolean;
	/** Undefined when leavers are kept. */
	leavers?: {
		action: LeaverAction;
		scope: Scope;
		/** Usernames and email addresses as they were entered, by their `identity`. */
		except: ReadonlyMap<string, string>;
	};
}

/** @throws Failure for another value, which an expression may give */
function getChoice<T extends string>(
	item: ItemParameters,
	name: string,
	title: string,
	choices: readonly T[],
): T {
	const value = item.get(name, choices[0]);
	const choice = choices.find((one) => one === value);
	if (choice !== undefined) return choice;
	throw new Failure(`'${title}' is ${shown(value)}: it has to be ${choices.join(' or ')}`);
}

function getExceptions(item: ItemParameters): Map<string, string> {
	const entered = item.get('exceptUsers', '');
	if (entered === null || entered === undefined) {
		throw new Failure(
			`'Except Users' is ${String(entered)}: its expression returned nothing. Fix the expression, or leave the field blank`,
		);
	}
	const names = isEmpty(entered) ? [] : parseNamed("'Except Users'", () => parseList(entered));
	// An expression, in n8n's own notation.
	if (names.length === 0 && asText(item.raw('exceptUsers', '')).startsWith('=')) {
		throw new Failure(
			"'Except Users' names nobody: its expression returned nothing. Fix the expression, or leave the field blank",
		);
	}
	return new Map(names.map((name) => [identity(name), name]));
}

/** @throws Failure that names the parameter with a wrong value */
export function getSettings(item: ItemParameters): Settings {
	const createsMissing =
		getChoice(item, 'missingUsers', 'Missing Users', ['create', 'fail']) === 'create';
	const action = getChoice(item, 'leavers', 'Leavers', ['keep', 'deactivate', 'delete']);
	if (action === 'keep') return { createsMissing };
	return {
		createsMissing,
		leavers: { action, scope: getScope(item), except: getExceptions(item) },
	};
}

/** A person of the list whom Ubidots has. */
export interface UpdatePlan extends Planned {
	readonly action: 'update' | 'none';
}

/** A person of the list whom Ubidots does not have yet. */
export interface Creation extends Pick<Planned, 'row' | 'body' | 'changes'> {
	readonly action: 'create';
}

export type PersonPlan = UpdatePlan | Creation;

/** A user in scope whom the list does not name; the row is of no item. */
export interface Leaver extends Planned {
	readonly action: LeaverAction;
	/** For texts. */
	readonly name: string;
}

export type SyncRun = Run<SyncOptions>;
