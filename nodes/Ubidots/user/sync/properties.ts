import type { INodeProperties } from 'n8n-workflow';

import { scopeEntries } from './scope';

const forLeavers = { show: { leavers: ['deactivate', 'delete'] } };

/** The form of Sync besides its columns and options. */
export const syncProperties: INodeProperties[] = [
	{
		displayName:
			'Leave out columns that you do not want to sync: an emptied column empties the field of everybody. Passwords are only used for new users.',
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
					'Create a user for each of them. Without a password in the list, each gets a strong random one that nobody is shown.',
			},
			{
				name: 'Fail',
				value: 'fail',
				description: 'Report them as errors; leavers are then left alone',
			},
		],
		default: 'create',
		description: 'What to do with people in the list who have no user yet',
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
			'What to do with users in the scope who are not in the list. The whole list has to arrive in one run: in a loop, or behind two branches, each part is taken for the whole list.',
	},
	{
		displayName: 'Scope',
		name: 'scope',
		type: 'collection',
		placeholder: 'Add condition',
		default: {},
		displayOptions: forLeavers,
		description:
			'Which users the list covers. Only they can be leavers. A user has to meet all conditions.',
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
			'Users who are never deactivated or deleted, as usernames or email addresses separated by commas. Name the owner of the account here.',
	},
];
