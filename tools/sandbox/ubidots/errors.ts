import type { Reply } from '../http';

export type FieldErrors = Record<string, string[]>;

/** Both pages: `{"code":400001,"message":"Validation Error.","detail":{...}}`; the detail's content is elided there. */
export function validationError(detail: FieldErrors | FieldErrors[]): Reply {
	return { status: 400, body: { code: 400001, message: 'Validation Error.', detail } };
}

/** An error of the whole body rather than of one field, under the name that Django REST framework gives it. */
export function bodyError(message: string): Reply {
	return validationError({ non_field_errors: [message] });
}

/** The 401 of both pages, to the letter. */
export const notAuthenticated = plainError(
	401,
	401001,
	'Authentication credentials were not provided.',
);

/** Neither status nor body for a wrong or expired token is documented; v1.6 lists 403 for a bad token. */
export const invalidToken = plainError(401, 401001, 'The token is invalid or has expired.');

/** The code is known from a public application only; the words are the sandbox's. */
export const notFound = plainError(404, 404001, 'Not found.');

/** The bulk page: no code, no message. The status is not on it; the likely framework answers 400. */
export const missingBulkHeader: Reply = {
	status: 400,
	body: { detail: 'Header `X-BULK-OPERATION` should be provided for bulk operation.' },
};

/** An error whose detail is its message: the shape of the documented 401. */
export function plainError(
	status: number,
	code: number,
	message: string,
	headers?: Record<string, string>,
): Reply {
	return { status, headers, body: { code, message, detail: message } };
}
