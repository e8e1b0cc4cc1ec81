import type { INodeProperties } from 'n8n-workflow';

import { scopeEntries } from './scope';

const forLeavers = { show: { leavers: ['deactivate', 'delete'] } };

/** The form of Sync besides its columns and options. */
export const syncProperties: INodeProperties[] = [
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
					'Create the users that are in the list but not in Ubidots. Without a mapped password each gets a strong random one, which nobody is shown.',
			},
			{ name: 'Fail', value: 'fail', description: 'Report them as errors' },
		],
		default: 'create',
		description: 'What to do with rows whose user there is not yet',
	},
	{
		displayName: 'Leavers',
		name: 'leavers',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Keep', value: 'keep', description: 'Leave them as they are' },
			{ name: 'Deactivate', value: 'deactivate', description: 'Keep their accounts, switched off' },
			{ name: 'Delete', value: 'delete', description: 'Delete their accounts for good' },
		],
		default: 'keep',
		description: 'What to do with users in the scope whom no row of the list names',
	},
	{
		displayName: 'Scope',
		name: 'scope',
		type: 'collection',
		placeholder: 'Add condition',
		default: {},
		displayOptions: forLeavers,
		description:
			'Which users the list is about. Only they can be leavers; several conditions all have to be met.',
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
			'Usernames or email addresses, separated by commas, of users who are never leavers. Name the owner of the account here if they are in the scope.',
	},
];
