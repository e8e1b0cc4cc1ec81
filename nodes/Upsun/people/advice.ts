import type { Failure } from '../../shared/errors';

/** Whether the token may not see something: to whoever may not, it may be as if it were not there. */
export const cannotSee = ({ details }: Failure) => ['403', '404'].includes(details.httpCode ?? '');

/** What to do about a status, in place of the advice about a single user. */
export const CANNOT_SEE = {
	403: "the account behind the token cannot see this: it has to own the organization, or to have 'Manage Users' there",
	404: "check the ID, and 'API URL' in the credential",
};

export const CANNOT_WRITE = {
	402: 'the subscription allows no more users: add user licenses in the Console, then run it again',
	403: "the account behind the token may not do this: it has to own the organization, or to have 'Manage Users' there, and cannot grant what it lacks itself",
	404: 'somebody may have removed the person, or the place, meanwhile',
	409: 'somebody else has changed this meanwhile: run it again',
};
