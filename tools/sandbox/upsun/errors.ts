import type { Reply } from '../http';
import type { ResolvedOptions } from '../types';

const titles: Record<number, string> = {
	400: 'Bad Request',
	403: 'Forbidden',
	404: 'Not Found',
	409: 'Conflict',
	500: 'Internal Server Error',
};

export type FieldMessages = Record<string, string[]>;

/**
 * An error in one of the two documented shapes: `{error}` of the current specification, or the older
 * `{status, message, code, detail, title}`, which names the fields.
 */
export function upsunError(
	options: ResolvedOptions,
	code: number,
	message: string,
	detail: FieldMessages = {},
): Reply {
	if (options.upsunErrors === 'error') return { status: code, body: { error: message } };
	const status = code === 400 ? 'Invalid input' : titles[code];
	return { status: code, body: { status, message, code, detail, title: titles[code] } };
}

/** The organization operations declare their errors as problem+json (specification). */
export function problem(options: ResolvedOptions, code: number, message: string): Reply {
	return { ...upsunError(options, code, message), contentType: 'application/problem+json' };
}

/** A 400 for fields; the short shape can only name the first one in its sentence. */
export function invalidFields(options: ResolvedOptions, fields: FieldMessages): Reply {
	const [[field, messages]] = Object.entries(fields);
	const message =
		options.upsunErrors === 'error' ? `Invalid ${field}: ${messages[0]}` : messages[0];
	return upsunError(options, 400, message, fields);
}

/** 404 on users has no body schema (specification). */
export const notFound: Reply = { status: 404 };
