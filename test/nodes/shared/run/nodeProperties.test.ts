import { SENDING_SETTINGS } from '../../../../nodes/shared/form/settings';
import { nodeProperties } from '../../../../nodes/shared/run/nodeProperties';
import type { AnyOperation } from '../../../../nodes/shared/run/operation';

const operation = (name: string) =>
	({
		...{ name, value: name.toLowerCase(), action: `${name} it`, description: `To ${name}` },
		...{ properties: [], settings: SENDING_SETTINGS },
	}) as unknown as AnyOperation;

it('operations are listed by their titles, in whatever order they are in the code', () => {
	const resource = { name: 'User', value: 'user' };
	const [, { options }] = nodeProperties(resource, ['Update', 'Create', 'Get'].map(operation));
	expect(options?.map(({ name }) => name)).toEqual(['Create', 'Get', 'Update']);
});
