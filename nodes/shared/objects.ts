import type { IDataObject } from 'n8n-workflow';

/** Whether the value is an object with keys: no list, and not null. */
export const isRecord = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value as an object to look into; an empty one for anything else. */
export const asRecord = (value: unknown): Record<string, unknown> =>
	typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** The value when it is text, else an empty text. */
export const asText = (value: unknown): string => (typeof value === 'string' ? value : '');
