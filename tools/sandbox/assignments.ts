import { resolveOptions } from './options';
import type { SandboxOptions } from './types';

/** These have arguments of their own. */
const ARGUMENTS = ['port', 'users', 'ubidotsRequestsPerSecond'];

/** Functions do not come from a command line. */
const SETTABLE: Record<string, unknown> = Object.fromEntries(
	Object.entries(resolveOptions()).filter(
		([name, value]) =>
			!ARGUMENTS.includes(name) && typeof value !== 'function' && value !== undefined,
	),
);

/**
 * An option written as `name=value`. The value is JSON, or a text; a list may be written as `a,b`. Throws what to say to
 * somebody who wrote it otherwise.
 */
export function readAssignment(text: string): SandboxOptions {
	const [, name = text, value] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
	if (!Object.hasOwn(SETTABLE, name)) {
		throw new Error(`"${name}" is no option. Options are ${Object.keys(SETTABLE).join(', ')}.`);
	}
	if (value === undefined) throw new Error(`${name} needs a value: ${name}=...`);
	return { [name]: Array.isArray(SETTABLE[name]) ? listFrom(value) : valueFrom(value) };
}

function listFrom(text: string): unknown {
	const value = valueFrom(text);
	if (Array.isArray(value)) return value;
	return text === '' ? [] : text.split(',').map((one) => one.trim());
}

function valueFrom(text: string): unknown {
	if (text === 'Infinity') return Infinity;
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}
