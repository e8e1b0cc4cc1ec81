import { Failure } from '../../../shared/errors';
import type { ItemParameters } from '../../../shared/form/itemParameters';
import { isEmpty, parseList, parseNamed, shown } from '../../../shared/form/parse';
import { asText } from '../../../shared/objects';
import { getScope, type Scope } from './scope';

/** What becomes of the users in scope whom the list does not name. */
export type LeaverAction = 'deactivate' | 'delete';

/** What a sync shall do besides updating. */
export interface Settings {
	createsMissing: boolean;
	/** Undefined when leavers are kept. */
	leavers?: {
		action: LeaverAction;
		scope: Scope;
		/** Usernames and email addresses as they were entered, by their `identity`. */
		except: ReadonlyMap<string, string>;
	};
}

/** For comparing usernames and email addresses of a person: nobody shall lose access over a capital letter or an accent's encoding. */
export const identity = (name: string) => name.normalize().trim().toLowerCase();

/** @throws Failure for another value, which an expression may give */
function getChoice<T extends string>(
	item: ItemParameters,
	name: string,
	title: string,
	choices: readonly T[],
): T {
	const value = item.get(name, choices[0]);
	const choice = choices.find((one) => one === value);
	if (choice !== undefined) return choice;
	throw new Failure(`'${title}' is ${shown(value)}: it has to be ${choices.join(' or ')}`);
}

function getExceptions(item: ItemParameters): Map<string, string> {
	const entered = item.get('exceptUsers', '');
	if (entered === null || entered === undefined) {
		throw new Failure(
			`'Except Users' is ${String(entered)}: its expression returned nothing. Fix the expression, or leave the field blank`,
		);
	}
	const names = isEmpty(entered) ? [] : parseNamed("'Except Users'", () => parseList(entered));
	// An expression, in n8n's own notation.
	if (names.length === 0 && asText(item.raw('exceptUsers', '')).startsWith('=')) {
		throw new Failure(
			"'Except Users' names nobody: its expression returned nothing. Fix the expression, or leave the field blank",
		);
	}
	return new Map(names.map((name) => [identity(name), name]));
}

/** @throws Failure that names the parameter with a wrong value */
export function getSettings(item: ItemParameters): Settings {
	const createsMissing =
		getChoice(item, 'missingUsers', 'Missing Users', ['create', 'fail']) === 'create';
	const action = getChoice(item, 'leavers', 'Leavers', ['keep', 'deactivate', 'delete']);
	if (action === 'keep') return { createsMissing };
	return {
		createsMissing,
		leavers: { action, scope: getScope(item), except: getExceptions(item) },
	};
}
