import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { people } from '../support/people';
import { idsOf, patches } from '../support/requests';
import { autoMap, bulkUpdate, CONTINUE, sync, update } from '../support/setups';
import { useWorld } from '../support/useWorld';
import type { NodeSetup } from '../support/world';
import { allUsers } from '../support/written';

const USERS = 40;
const world = useWorld({ users: USERS });
beforeAll(() => jest.spyOn(Math, 'random').mockReturnValue(0.01));
afterAll(() => jest.restoreAllMocks());

/** Rows of a run: good, refused by the node before any request, refused by the API, or of a user that is not there. */
type RowKind = 'good' | 'wrong' | 'refused';

const runs = fc.record({
	kinds: fc.array(
		fc.oneof(
			{ arbitrary: fc.constant<RowKind>('good'), weight: 8 },
			fc.constantFrom<RowKind>('wrong', 'refused'),
		),
		{ minLength: 1, maxLength: USERS },
	),
	batchSize: fc.integer({ min: 1, max: 20 }),
	maxConcurrentRequests: fc.integer({ min: 1, max: 6 }),
	failsAt: fc.option(fc.nat(8), { nil: undefined }),
	status: fc.constantFrom(403, 500),
	byRows: fc.boolean(),
});

const rowOf = (kind: RowKind, index: number): IDataObject => ({
	...people(1, index + 1)[0],
	...(kind === 'wrong' && { decimalPlaces: 'many' }),
	...(kind === 'refused' && { email: 'no@address' }),
});

function prepare({
	failsAt,
	status,
	byRows,
}: {
	failsAt?: number;
	status: number;
	byRows: boolean;
}) {
	world.sandbox.reset();
	world.sandbox.options.bulkErrors = byRows ? 'rows' : 'object';
	if (failsAt === undefined) return;
	world.sandbox.faults.add({ match: { method: 'PATCH' }, skip: failsAt, answer: { status } });
}

const isWritten = (item: number) => {
	const [{ id, firstName }] = people(1, item + 1);
	return allUsers(world).get(id)?.firstName === firstName;
};

const bulkWrites: Array<[string, (options: IDataObject) => NodeSetup]> = [
	['bulkUpdate', (options) => bulkUpdate(options, CONTINUE)],
	['sync', (options) => sync({ columns: autoMap(), options }, CONTINUE)],
];

it.each(bulkWrites)(
	'%s: every item has exactly one output, in order, and it tells the truth',
	async (_, setupOf) => {
		await fc.assert(
			fc.asyncProperty(runs, async ({ kinds, batchSize, maxConcurrentRequests, ...faults }) => {
				prepare(faults);
				const setup = setupOf({ batchSize, maxConcurrentRequests });
				const { items, status } = await world.run(setup, kinds.map(rowOf));
				expect(status).toBe('success');
				expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
					kinds.map((_, item) => ({ item })),
				);
				for (const [item, { json }] of items.entries()) {
					expect('error' in json).not.toBe(json.status === 'accepted');
					expect(isWritten(item)).toBe(json.status === 'accepted');
					if (json.status === 'accepted') expect(json.id).toBe(people(1, item + 1)[0].id);
					if (kinds[item] !== 'good') expect(json.error).toContain(`[item ${item}]`);
				}
				const accepted = patches(world)
					.filter((entry) => entry.status === 200)
					.flatMap(idsOf);
				expect(new Set(accepted).size).toBe(accepted.length);
			}),
			{ numRuns: 60 },
		);
	},
);

it('update: every item has exactly one output, in order, and it tells the truth', async () => {
	await fc.assert(
		fc.asyncProperty(runs, async ({ kinds, maxConcurrentRequests, ...faults }) => {
			prepare(faults);
			const setup = update({ maxConcurrentRequests }, CONTINUE);
			Object.assign(setup.parameters, {
				updateFields: {
					firstName: '={{ $json.firstName }}',
					decimalPlaces: '={{ $json.decimalPlaces ?? 1 }}',
					email: '={{ $json.email ?? $json.id + "@example.com" }}',
				},
			});
			const { items } = await world.run(setup, kinds.map(rowOf));
			expect(items.map(({ pairedItem }) => pairedItem)).toEqual(kinds.map((_, item) => ({ item })));
			const sent = kinds.filter((kind) => kind !== 'wrong').length;
			expect(patches(world).length).toBe(sent);
			for (const [item, { json }] of items.entries()) {
				const isGood = json.firstName === people(1, item + 1)[0].firstName;
				expect('error' in json).not.toBe(isGood);
				expect(isWritten(item)).toBe(isGood);
				if (kinds[item] !== 'good') expect(isGood).toBe(false);
			}
		}),
		{ numRuns: 30 },
	);
});
