import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Service } from './accounts';

/** Generated users of each service. */
export const USERS = 300;

/** One execution of a node, or one look into a picker. */
export interface Job {
	service: Service;
	parameters: INodeParameters;
	items: IDataObject[];
	picker?: { kind: 'listSearch' | 'resourceMapping'; method: string; filter?: string };
}

const sometimes = fc.integer({ min: 0, max: 3 }).map((n) => n === 0);
const sending = {
	maxConcurrentRequests: fc.integer({ min: 1, max: 8 }),
	timeout: fc.constant(0.5),
	retryTimeout: fc.constantFrom(0, 0.3, 1),
};
const comparing = { dryRun: sometimes, skipUnchanged: sometimes };
const plain = fc.record(sending);

/** Options of an update. */
export const updating = fc.record({ ...sending, ...comparing });
/** Options of a bulk update. */
export const bulk = fc.record({
	...sending,
	...comparing,
	batchSize: fc.constantFrom(3, 10, 100),
	confirm: sometimes,
	confirmTimeout: fc.constantFrom(0, 1),
	isolateBadRows: fc.boolean(),
});

/** A job of this operation, for up to so many users. */
export const job = (
	[service, operation]: [Service, string],
	most: number,
	item: (n: number) => IDataObject,
	parameters: IDataObject,
	options: fc.Arbitrary<IDataObject> = plain,
): fc.Arbitrary<Job> =>
	fc
		.record({
			numbers: fc.uniqueArray(fc.integer({ min: 1, max: USERS }), {
				minLength: 1,
				maxLength: most,
			}),
			options,
		})
		.map(({ numbers, options: chosen }) => ({
			service,
			parameters: {
				resource: 'user',
				operation,
				...parameters,
				options: chosen,
			} as INodeParameters,
			items: numbers.map(item),
		}));

/** A look into one of these pickers. */
export const pickerJob = (service: Service, methods: string[]): fc.Arbitrary<Job> =>
	fc
		.record({ method: fc.constantFrom(...methods), filter: fc.constantFrom(undefined, 'a', 'zz') })
		.map(({ method, filter }) => {
			const kind = method.startsWith('search') ? 'listSearch' : 'resourceMapping';
			return {
				service,
				parameters: { resource: 'user' },
				items: [],
				picker: { kind, method, filter },
			};
		});
