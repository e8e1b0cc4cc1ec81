import type { UserRecord } from './model';

/** What the named people start with; it opens nothing. */
const INITIAL = 'Sandbox-password-1';

/** The defaults of the create page. */
export function blankUser(id: string, createdAt: number): UserRecord {
	return {
		id,
		isOwner: false,
		username: id,
		password: INITIAL,
		firstName: '',
		lastName: '',
		email: `${id}@example.com`,
		defaultOrganization: null,
		defaultRole: null,
		defaultDashboard: null,
		language: null,
		website: '',
		timezone: null,
		decimalPlaces: null,
		numberFormat: null,
		isActive: true,
		tags: [],
		contactMethods: [],
		properties: {},
		firstTime: true,
		lastLogin: null,
		createdAt: timestamp(createdAt),
		memberships: [],
	};
}

/** As the pages print dates: UTC with microseconds. */
function timestamp(milliseconds: number): string {
	return new Date(milliseconds).toISOString().replace('Z', '000Z');
}
