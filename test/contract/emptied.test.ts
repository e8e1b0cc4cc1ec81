import type { INodeParameters } from 'n8n-workflow';

import { nameOf, type Parameter } from '../../nodes/shared/form/parameters';
import { requestLines } from '../support/requests';
import { useWorld } from '../support/useWorld';
import { ALL_OPERATIONS, EVERY_OPERATION } from './everyOperation';

/**
 * What applies to a whole run decides about writing, and how much. An expression that gives nothing, because a field was renamed or a
 * variable is not set, must not be taken for "no limit" or "no dry run". A new parameter is in this table by itself.
 */
const world = useWorld({ upsunAdmin: true });

const NOTHING = [
	'={{ null }}',
	'={{ undefined }}',
	'={{ "" }}',
	'={{ " \\n" }}',
	'={{ $json.none }}',
];

/** n8n makes text of what has to be a fixed choice, and drops a collection that is one expression. */
const takesExpressions = ({ property: { noDataExpression, type } }: Parameter) =>
	!noDataExpression && type !== 'collection';

const settings = ALL_OPERATIONS.flatMap(([operation, { settings: table }]) =>
	Object.entries<Parameter>(table)
		.filter(([, parameter]) => takesExpressions(parameter))
		.map(([name, parameter]) => [operation, name, parameter] as const),
);

/** The parameters of an operation with this one so, and those that it is shown for. */
function withParameter(given: INodeParameters, name: string, value: string, of: Parameter) {
	const show = Object.entries(of.property.displayOptions?.show ?? {});
	const others = Object.fromEntries(show.map(([other, values]) => [other, values?.[0]]));
	const scope = { everyUser: true };
	const own = of.isOption ? { options: { [name]: value } } : { [name]: value };
	return { ...given, ...others, scope, ...own } as INodeParameters;
}

it.each(settings)(
	'%s refuses %s by name where an expression gives nothing',
	async (operation, name, parameter) => {
		const { good, parameters, ...setup } = EVERY_OPERATION[operation];
		for (const value of NOTHING) {
			const emptied = withParameter(parameters, name, value, parameter);
			const { message, description } = await world.run({ ...setup, parameters: emptied }, [good]);
			expect(message).toContain(`${nameOf(parameter)} is `);
			expect(message).toContain('its expression returned nothing');
			expect(description).toBe('No request was sent.');
		}
		expect(requestLines(world)).toEqual([]);
	},
);
