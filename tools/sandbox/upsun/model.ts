/** A user as the API gives it, keys in the order of the update page's example. */
export interface UpsunUser {
	id: string;
	deactivated: boolean;
	namespace: string;
	username: string;
	email: string;
	email_verified: boolean;
	first_name: string;
	last_name: string;
	picture: string;
	company: string;
	website: string;
	country: string;
	created_at: string;
	updated_at: string;
	consented_at: string;
	consent_method: 'opt-in' | 'text-ref';
}

export interface UpsunOrganization {
	id: string;
	name: string;
	label: string;
	ownerId: string;
	createdAt: string;
	/** False: the token may not see who is in it. */
	listsMembers: boolean;
	memberIds: string[];
}
