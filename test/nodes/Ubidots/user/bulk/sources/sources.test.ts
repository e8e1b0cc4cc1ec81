import { rowsSent } from '../../../../../support/requests';
import { autoMap, bulkUpdate, CONTINUE, sync } from '../../../../../support/setups';
import { useWorld } from '../../../../../support/useWorld';
import { SOURCES } from './sources';

const world = useWorld();

const columns = autoMap('email');

describe.each([
	['Bulk Update', bulkUpdate({}, CONTINUE, columns)],
	['Sync', sync({ columns, missingUsers: 'fail' }, CONTINUE)],
])('%s after', (_, setup) => {
	it.each(SOURCES.map((source) => [source.node, source] as const))(
		'%s',
		async (_node, { items, sent = [], refused = [], hint }) => {
			const result = await world.run(setup, items);
			const errors = result.items.flatMap(({ json }) => json.error ?? []);
			expect(errors).toEqual(refused.map((text, item) => `${text} [item ${item}]`));
			expect(rowsSent(world)).toEqual(sent);
			const hints = result.hints('Node').map(({ message }) => message);
			if (hint !== undefined) expect(hints.join('\n')).toContain(hint);
		},
	);
});
