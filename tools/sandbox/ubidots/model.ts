import type { ReadChanges } from '../doubts';
import type { Agenda } from '../timed';
import type { ResolvedOptions } from '../types';
import type { Catalog } from './catalog';
import type { UserStore } from './store';

/** As read (user object page); `type` and `values` are what is written. */
export interface ContactMethod {
	id: string;
	type: 'email' | 'voice' | 'telegram' | 'sms';
	values: string[];
	properties: Record<string, unknown>;
}

export type WrittenContactMethod = Pick<ContactMethod, 'type' | 'values'> & Partial<ContactMethod>;

/** The body parameters of the update and bulk update pages, plus `properties` of the user object. */
export interface UserFields {
	username: string;
	password: string;
	firstName: string;
	lastName: string;
	email: string;
	/** An organization's id. */
	defaultOrganization: string | null;
	/** A role's label: roles have no id. */
	defaultRole: string | null;
	/** A dashboard's id. */
	defaultDashboard: string | null;
	language: string | null;
	website: string;
	timezone: string | null;
	decimalPlaces: number | null;
	numberFormat: string | null;
	isActive: boolean;
	tags: string[];
	contactMethods: ContactMethod[];
	properties: Record<string, unknown>;
}

/** A user as it is held. */
export interface UserRecord extends UserFields {
	id: string;
	isOwner: boolean;
	firstTime: boolean;
	lastLogin: string | null;
	createdAt: string;
	memberships: Membership[];
}

export interface Membership {
	/** An organization's label. */
	label: string;
	/** A role's label. */
	role: string;
}

/** What direct access may set; references by id, label or `~label`. */
export type PutUser = Partial<Omit<UserRecord, 'contactMethods'>> & {
	contactMethods?: WrittenContactMethod[];
};

export interface Organization {
	url: string;
	id: string;
	label: string;
	name: string;
	createdAt: string;
	description: string;
	isActive: boolean;
	properties: Record<string, unknown>;
}

export interface Role {
	url: string;
	label: string;
	name: string;
	createdAt: string;
	description: string;
	isActive: boolean;
	permissions: string[];
}

export interface Dashboard {
	url: string;
	id: string;
	label: string;
	name: string;
	createdAt: string;
}

export type RoleReference = Pick<Role, 'url' | 'label' | 'name' | 'createdAt'>;
export type Reference = Pick<Organization, 'url' | 'id' | 'label' | 'name' | 'createdAt'>;
export type OrganizationOfUser = Reference & {
	properties: Record<string, unknown>;
	role: RoleReference;
};

/** A user as the API gives it, keys in the order of the update page's example. */
export interface UbidotsUser {
	url: string;
	id: string;
	username: string;
	firstName: string;
	lastName: string;
	email: string;
	defaultOrganization: Reference | null;
	defaultRole: RoleReference | null;
	defaultDashboard: Reference | null;
	mugshotUrl: string;
	language: string | null;
	website: string;
	timezone: string | null;
	decimalPlaces: number | null;
	numberFormat: string | null;
	firstTime: boolean;
	properties: Record<string, unknown>;
	organizations: OrganizationOfUser[];
	organizationsCount: number;
	isActive: boolean;
	lastLogin: string | null;
	tags: string[];
	createdAt: string;
	contactMethods: ContactMethod[];
}

/** What the routes work on. */
export interface UserContext {
	options: ResolvedOptions;
	store: UserStore;
	catalog: Catalog;
	agenda: Agenda;
	readChanges: ReadChanges;
	apiUrl: string;
}
