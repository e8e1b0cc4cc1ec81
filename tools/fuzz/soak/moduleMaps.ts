/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- the soak runs as a program of its own and is never shipped */
import { type Runtime, Session } from 'node:inspector';

/** By this name the inspector finds the function. */
const HANDLE = '__soakLooksInto';

/** The property of each scope that a function closes over, but for the global one. */
function scopesOf(session: Session, exported: unknown): Runtime.PropertyDescriptor[] {
	const propertiesOf = (objectId = '') => {
		let found: Runtime.GetPropertiesReturnType | undefined;
		session.post('Runtime.getProperties', { objectId, ownProperties: true }, (error, answer) => {
			if (error) throw error;
			found = answer;
		});
		return found;
	};
	let functionId: string | undefined;
	Object.assign(globalThis, { [HANDLE]: exported });
	session.post('Runtime.evaluate', { expression: HANDLE }, (_error, answer) => {
		functionId = answer.result.objectId;
	});
	Reflect.deleteProperty(globalThis, HANDLE);
	const internal = propertiesOf(functionId)?.internalProperties ?? [];
	const list = internal.find(({ name }) => name === '[[Scopes]]')?.value;
	return (propertiesOf(list?.objectId)?.result ?? []).flatMap(({ value }) =>
		value?.description?.startsWith('Closure') ? (propertiesOf(value.objectId)?.result ?? []) : [],
	);
}

/**
 * How many entries the maps have that a module keeps to itself, by their names: a debugger sees them in the scope of any
 * function that the module exports.
 */
export function mapSizes(exported: (...args: never[]) => unknown): Record<string, number> {
	const session = new Session();
	session.connect();
	try {
		return Object.fromEntries(
			scopesOf(session, exported).flatMap(({ name, value }) => {
				const [, size] = /^Map\((\d+)\)$/.exec(value?.description ?? '') ?? [];
				return size === undefined ? [] : [[name, Number(size)] as const];
			}),
		);
	} finally {
		session.disconnect();
	}
}
