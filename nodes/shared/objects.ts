import type { IDataObject } from 'n8n-workflow';

/** Whether the value is an object, and neither a list nor null. */
export const isRecord = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value when it is an object, else an empty object. */
export const asRecord = (value: unknown): Record<string, unknown> =>
	typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** The value when it is text, else ''. */
export const asText = (value: unknown): string => (typeof value === 'string' ? value : '');
