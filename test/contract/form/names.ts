/** What the contract promises by name: workflows are saved with these words. `[type, default]`. */
type Parameter = [type: string, byDefault: unknown];

const LOCATOR: Parameter = ['resourceLocator', { mode: 'list', value: '' }];
const MYSELF: Parameter = [
	'resourceLocator',
	{ mode: 'list', value: 'me', cachedResultName: 'Me' },
];
const OPTIONS: Parameter = ['collection', {}];
const SENDING = ['maxConcurrentRequests', 'retryTimeout', 'timeout'];
const PLANNING = ['maxChanges'];
const DRY_RUN: Parameter = ['boolean', false];
const COMPARING = [...PLANNING, 'skipUnchanged'];
const BATCHING = ['batchSize', 'maxBatchBytes', 'confirm', 'confirmTimeout', 'isolateBadRows'];
const COLUMNS: Parameter = ['resourceMapper', { mappingMode: 'autoMapInputData', value: null }];

interface Operation {
	action: string;
	name: string;
	parameters: Record<string, Parameter>;
	/** Titles other than those of `TITLES`. */
	titles?: Record<string, string>;
	options: string[];
}

export const UBIDOTS: Record<string, Operation> = {
	update: {
		name: 'Update',
		action: 'Update user',
		parameters: {
			userKey: LOCATOR,
			updateFields: ['collection', {}],
			fieldsToClear: ['multiOptions', []],
			dryRun: DRY_RUN,
			options: OPTIONS,
		},
		options: [...COMPARING, ...SENDING],
	},
	bulkUpdate: {
		name: 'Bulk Update',
		action: 'Bulk update users',
		parameters: {
			columns: COLUMNS,
			dryRun: DRY_RUN,
			options: OPTIONS,
		},
		options: [...BATCHING, 'output', ...COMPARING, ...SENDING],
	},
	applyChanges: {
		name: 'Apply Changes',
		action: 'Apply or undo planned changes to users',
		parameters: {
			userId: ['string', '={{ $json.id }}'],
			changes: ['json', '={{ $json.changes }}'],
			direction: ['options', 'apply'],
			dryRun: DRY_RUN,
			options: OPTIONS,
		},
		titles: { userId: 'User ID' },
		options: [...BATCHING, ...PLANNING, ...SENDING],
	},
	get: {
		name: 'Get',
		action: 'Get user',
		parameters: { userKey: LOCATOR, simplify: ['boolean', true], options: OPTIONS },
		options: [...SENDING, 'fields'],
	},
	getAll: {
		name: 'Get Many',
		action: 'Get many users',
		parameters: {
			returnAll: ['boolean', false],
			limit: ['number', 50],
			simplify: ['boolean', true],
			filters: ['collection', {}],
			options: OPTIONS,
		},
		options: [...SENDING, 'fields', 'sort'],
	},
	create: {
		name: 'Create',
		action: 'Create user',
		parameters: {
			username: ['string', ''],
			email: ['string', ''],
			password: ['string', ''],
			additionalFields: ['collection', {}],
			options: OPTIONS,
		},
		options: SENDING,
	},
	delete: {
		name: 'Delete',
		action: 'Delete user',
		parameters: { userKey: LOCATOR, options: OPTIONS },
		options: SENDING,
	},
	assignOrganizations: {
		name: 'Assign Organizations',
		action: 'Assign organizations to user',
		parameters: {
			userKey: LOCATOR,
			organizations: ['fixedCollection', {}],
			options: OPTIONS,
		},
		options: SENDING,
	},
	removeOrganizations: {
		name: 'Remove Organizations',
		action: 'Remove organizations from user',
		parameters: {
			userKey: LOCATOR,
			organizations: ['fixedCollection', {}],
			options: OPTIONS,
		},
		options: SENDING,
	},
	sync: {
		name: 'Sync',
		action: 'Sync users with list',
		parameters: {
			columns: COLUMNS,
			missingUsers: ['options', 'create'],
			leavers: ['options', 'keep'],
			scope: ['collection', {}],
			exceptUsers: ['string', ''],
			organizationsMode: ['options', 'add'],
			dryRun: ['boolean', true],
			options: OPTIONS,
		},
		options: ['maxLeavers', ...BATCHING, ...PLANNING, ...SENDING],
	},
};

export const UPSUN: Record<string, Operation> = {
	update: {
		name: 'Update',
		action: 'Update user',
		parameters: {
			userId: MYSELF,
			updateFields: ['collection', {}],
			dryRun: DRY_RUN,
			options: OPTIONS,
		},
		options: [...COMPARING, ...SENDING],
	},
	get: {
		name: 'Get',
		action: 'Get user',
		parameters: { userId: MYSELF, simplify: ['boolean', true], options: OPTIONS },
		options: SENDING,
	},
	getAccess: {
		name: 'Get Access',
		action: 'Get access of user',
		parameters: { userId: MYSELF, options: OPTIONS },
		options: SENDING,
	},
	offboard: {
		name: 'Offboard',
		action: 'Offboard user',
		parameters: {
			email: ['string', ''],
			organizations: ['string', ''],
			dryRun: ['boolean', true],
			options: OPTIONS,
		},
		options: [...PLANNING, ...SENDING],
	},
	changeEmail: {
		name: 'Change Email',
		action: 'Change email of user',
		parameters: { userId: MYSELF, emailAddress: ['string', ''], options: OPTIONS },
		options: SENDING,
	},
	resetPassword: {
		name: 'Reset Password',
		action: 'Reset password of user',
		parameters: { userId: MYSELF, options: OPTIONS },
		options: SENDING,
	},
};

const PLACE: [string, unknown] = ['resourceLocator', { mode: 'list', value: '' }];
const PERMISSIONS: [string, unknown] = ['multiOptions', []];

/** The people of a place: the same for an organization, a project and a team, but for what they do not have. */
const peopleOf = (
	noun: string,
	place: string,
	{ hasAccess = false, hasPermissions = true, hasInvitations = true } = {},
): Record<string, Operation> => {
	const permissions: Record<string, Parameter> = hasPermissions ? { permissions: PERMISSIONS } : {};
	const at = { [place]: PLACE };
	const inviting = hasInvitations ? ['resend'] : [];
	return {
		getAll: {
			name: 'Get Many',
			action: `Get many ${noun}s`,
			parameters: {
				...at,
				returnAll: ['boolean', false],
				limit: ['number', 50],
				filters: ['collection', {}],
				options: OPTIONS,
			},
			options: [
				...(hasAccess ? ['includeAccess'] : []),
				...(hasInvitations ? ['includeInvitations'] : []),
				...SENDING,
			],
		},
		add: {
			name: 'Add',
			action: `Add ${noun}`,
			parameters: { ...at, email: ['string', ''], ...permissions, options: OPTIONS },
			options: [...(hasPermissions ? ['ifPresent'] : []), ...inviting, ...SENDING],
		},
		remove: {
			name: 'Remove',
			action: `Remove ${noun}`,
			parameters: { ...at, userId: PLACE, options: OPTIONS },
			options: SENDING,
		},
		sync: {
			name: 'Sync',
			action: `Sync ${noun}s with list`,
			parameters: {
				...at,
				columns: COLUMNS,
				missingUsers: ['options', 'add'],
				leavers: ['options', 'keep'],
				scope: ['collection', {}],
				exceptUsers: ['string', ''],
				dryRun: ['boolean', true],
				options: OPTIONS,
			},
			options: ['maxLeavers', ...PLANNING, ...SENDING],
		},
		...(hasPermissions && {
			update: {
				name: 'Update',
				action: `Update ${noun}`,
				parameters: { ...at, userId: PLACE, ...permissions, options: OPTIONS },
				options: SENDING,
			},
			applyChanges: {
				name: 'Apply Changes',
				action: `Apply or undo planned changes to ${noun}s`,
				parameters: {
					...at,
					userId: ['string', '={{ $json.user_id }}'],
					changes: ['json', '={{ $json.changes }}'],
					direction: ['options', 'apply'],
					dryRun: DRY_RUN,
					options: OPTIONS,
				},
				options: [...PLANNING, ...SENDING],
			},
		}),
	};
};

const INVITED_TO: Record<string, Parameter> = {
	of: ['options', 'organization'],
	organizationId: LOCATOR,
	projectId: LOCATOR,
};

const INVITATION: Record<string, Operation> = {
	getAll: {
		name: 'Get Many',
		action: 'Get many invitations',
		parameters: { ...INVITED_TO, filters: ['collection', {}], options: OPTIONS },
		options: SENDING,
	},
	cancel: {
		name: 'Cancel',
		action: 'Cancel invitation',
		parameters: { ...INVITED_TO, invitationId: ['string', ''], options: OPTIONS },
		options: SENDING,
	},
};

/** By resource. */
export const UPSUN_PEOPLE: Record<string, Record<string, Operation>> = {
	invitation: INVITATION,
	organizationMember: peopleOf('organization member', 'organizationId', { hasAccess: true }),
	projectUser: peopleOf('project user', 'projectId'),
	teamMember: peopleOf('team member', 'teamId', { hasPermissions: false, hasInvitations: false }),
};

/** What an option has when it is added. Skip Unchanged and Confirm are then on, and off when they are not added. */
export const OPTION_DEFAULTS: Record<string, unknown> = {
	batchSize: 100,
	maxBatchBytes: 10_000,
	output: 'users',
	confirm: true,
	confirmTimeout: 60,
	maxChanges: '',
	maxLeavers: '20%',
	skipUnchanged: true,
	maxConcurrentRequests: 4,
	retryTimeout: 120,
	timeout: 60,
	isolateBadRows: true,
};

export const UBIDOTS_FIELDS = [
	'username',
	'password',
	'firstName',
	'lastName',
	'email',
	'defaultOrganization',
	'defaultRole',
	'defaultDashboard',
	'language',
	'website',
	'timezone',
	'decimalPlaces',
	'numberFormat',
	'isActive',
	'tags',
	'contactMethods',
	'properties',
];

export const UPSUN_FIELDS = [
	'username',
	'first_name',
	'last_name',
	'picture',
	'company',
	'website',
	'country',
];

/** Title by parameter, as a user of n8n reads it. */
export const TITLES: Record<string, string> = {
	userKey: 'User',
	userId: 'User',
	organizationId: 'Organization',
	projectId: 'Project',
	teamId: 'Team',
	of: 'Of',
	invitationId: 'Invitation ID',
	permissions: 'Permissions',
	updateFields: 'Update Fields',
	fieldsToClear: 'Fields to Clear',
	columns: 'Columns',
	changes: 'Changes',
	direction: 'Direction',
	missingUsers: 'Missing Users',
	leavers: 'Leavers',
	scope: 'Scope',
	organizationsMode: 'Organizations Mode',
	exceptUsers: 'Except Users',
	dryRun: 'Dry Run',
	simplify: 'Simplify',
	returnAll: 'Return All',
	limit: 'Limit',
	filters: 'Filters',
	options: 'Options',
	username: 'Username',
	email: 'Email',
	password: 'Password',
	additionalFields: 'Additional Fields',
	organizations: 'Organizations',
	emailAddress: 'Email Address',
};

/** Credential fields: `[type, default, masked]`. */
export const CREDENTIAL_FIELDS: Record<string, Record<string, [string, unknown, boolean]>> = {
	ubidotsApi: {
		authentication: ['options', 'token', false],
		token: ['string', '', true],
		apiKey: ['string', '', true],
		sessionToken: ['hidden', '', true],
		sendTokenIn: ['options', 'header', false],
		baseUrl: ['string', 'https://industrial.api.ubidots.com', false],
		requestsPerSecond: ['number', 4, false],
	},
	upsunApi: {
		authentication: ['options', 'apiToken', false],
		apiToken: ['string', '', true],
		accessToken: ['string', '', true],
		sessionToken: ['hidden', '', true],
		apiUrl: ['string', 'https://api.upsun.com', false],
		authUrl: ['string', 'https://auth.upsun.com', false],
		requestsPerSecond: ['number', 0, false],
	},
};
