import type { IDataObject } from 'n8n-workflow';

import type { Field } from '../../../shared/form/fields';
import type { Path, Segment } from '../../../shared/path';

/** Somebody who has access to a place. What Upsun did not say, or the place does not have, is left out: it is unknown, not empty. */
export interface Person {
	user_id: string;
	email?: string;
	username?: string;
	first_name?: string;
	last_name?: string;
	permissions?: string[];
	level?: string;
	owner?: boolean;
	mfa_enabled?: boolean;
	sso_enabled?: boolean;
	created_at?: string;
}

/** Somebody who was asked to come. */
export interface Invitation {
	id: string;
	email: string;
	state: string;
	permissions?: string[];
	created_at?: string;
}

/** What became of somebody who was to be added. */
export interface Added {
	/** `unchanged`: is there, with whatever permissions `person` has, or has a pending invitation. */
	status: 'added' | 'invited' | 'unchanged';
	user_id?: string;
	invitation_id?: string;
	/** Who was there before. */
	person?: Person;
}

/** The pending invitations of a place. */
interface Invitations {
	list: Path;
	/** @param force cancels the pending invitation of this address, and sends a new one */
	body(email: string, permissions: string[], force: boolean): IDataObject;
}

/** What is particular about an organization, a project or a team. Whatever is done with people is written once for any of them. */
export interface Place {
	kind: 'organization' | 'project' | 'team';
	/** The path of the place itself; the ID of an organization may be `name=<name>` here. */
	path(id: Segment | Path): Path;
	/** Who is there. */
	people(id: Segment): Path;
	/** The largest page of that list; undefined where it has no size. */
	pageSize?: number;
	/** The properties of the place that hold its owner, and the organization whose members can be added to it by their ID. */
	ownerIn?: string;
	organizationIn?: string;
	/** Undefined where people have none of their own. */
	permissions?: Field;
	/** Undefined where nobody is invited. */
	invitations?(id: Segment): Invitations;
	/** Gives access to somebody whose ID is known; undefined where everybody is invited. */
	grant?(userId: string, permissions: string[]): IDataObject | IDataObject[];
}
