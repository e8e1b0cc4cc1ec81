import type { INodeProperties } from 'n8n-workflow';

import { scopeEntries } from './scope';

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
