import type { IDataObject } from 'n8n-workflow';

import { generatedUpsunId, generatedUserId } from '../../../tools/sandbox';
import { autoMap, byId, type NodeSetup, type World } from '../../support/world';

/** Rows of every run, and rows in one request of the bulk update. */
export const ROWS = 6;
export const BATCH = 2;

/** One way of writing, as the fault matrix runs it. */
export interface Subject {
	name: string;
	/** Rows that stand and fall with one request. */
	rowsInRequest: number;
	/** Whether the rows after a request that failed for good are still sent with Continue On Fail. */
	goesOn: boolean;
	path: string | RegExp;
	setup(options?: IDataObject): NodeSetup;
	items: IDataObject[];
	/** Places of the rows whose change is on the server. */
	written(world: World): number[];
	isGood(json: IDataObject, row: number): boolean;
}

const places = (test: (row: number) => boolean) =>
	Array.from({ length: ROWS }, (_, row) => row).filter(test);
const nameOf = (row: number) => `New ${row}`;
/** One after the other, so that the number of requests is known. */
const OPTIONS = { maxConcurrentRequests: 1 };

const ubidotsItems = places(() => true).map((row) => ({
	id: generatedUserId(row + 1),
	firstName: nameOf(row),
}));
const ubidotsWritten = ({ sandbox }: World) =>
	places((row) => sandbox.ubidots.user(ubidotsItems[row].id)?.firstName === nameOf(row));
const upsunItems = places(() => true).map((row) => ({
	id: generatedUpsunId(row + 1),
	name: nameOf(row),
}));

export const subjects: Subject[] = [
	{
		name: 'Ubidots update',
		rowsInRequest: 1,
		goesOn: true,
		path: /^\/api\/v2\.0\/users\/a/,
		setup: (options) => ({
			service: 'ubidots',
			parameters: {
				operation: 'update',
				userKey: byId('={{ $json.id }}'),
				updateFields: { firstName: '={{ $json.firstName }}' },
				options: { ...OPTIONS, ...options } as never,
			},
		}),
		items: ubidotsItems,
		written: ubidotsWritten,
		isGood: (json, row) => json.firstName === nameOf(row),
	},
	{
		name: 'Ubidots bulkUpdate',
		rowsInRequest: BATCH,
		goesOn: false,
		path: '/users/_/bulk/update/',
		setup: (options) => ({
			service: 'ubidots',
			parameters: {
				operation: 'bulkUpdate',
				columns: autoMap(),
				options: { ...OPTIONS, batchSize: BATCH, ...options } as never,
			},
		}),
		items: ubidotsItems,
		written: ubidotsWritten,
		isGood: (json, row) => json.status === 'accepted' && json.id === ubidotsItems[row].id,
	},
	{
		name: 'Upsun update',
		rowsInRequest: 1,
		goesOn: true,
		path: /^\/users\/0/,
		setup: (options) => ({
			service: 'upsun',
			parameters: {
				operation: 'update',
				userId: byId('={{ $json.id }}'),
				updateFields: { first_name: '={{ $json.name }}' },
				options: { ...OPTIONS, ...options } as never,
			},
		}),
		items: upsunItems,
		written: ({ sandbox }) =>
			places((row) => sandbox.upsun.user(upsunItems[row].id)?.first_name === nameOf(row)),
		isGood: (json, row) => json.first_name === nameOf(row),
	},
];
