import type { IDataObject } from 'n8n-workflow';

import { generatedUser } from '../../../tools/sandbox/ubidots/people';
import { members, people } from '../../support/people';
import { applyChanges, autoMap, bulkUpdate, sync, update, upsunUpdate } from '../../support/setups';
import type { NodeSetup, World } from '../../support/world';
import { writtenItems } from '../../support/written';

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
	/** Hints of every run. */
	hints?: number;
}

/** One after the other, so that the number of requests is known. */
const OPTIONS = { maxConcurrentRequests: 1 };

const ofUbidots = people(ROWS);
const ofUpsun = members(ROWS);

export const subjects: Subject[] = [
	{
		name: 'Ubidots update',
		rowsInRequest: 1,
		goesOn: true,
		path: /^\/api\/v2\.0\/users\/a/,
		setup: (options) => update({ ...OPTIONS, ...options }),
		items: ofUbidots,
		written: (world) => writtenItems(world, ofUbidots),
		isGood: (json, row) => json.firstName === ofUbidots[row].firstName,
	},
	{
		name: 'Ubidots bulkUpdate',
		rowsInRequest: BATCH,
		goesOn: false,
		path: '/users/_/bulk/update/',
		setup: (options) => bulkUpdate({ ...OPTIONS, batchSize: BATCH, ...options }),
		items: ofUbidots,
		written: (world) => writtenItems(world, ofUbidots),
		isGood: (json, row) => json.status === 'accepted' && json.id === ofUbidots[row].id,
	},
	{
		name: 'Ubidots applyChanges',
		rowsInRequest: BATCH,
		goesOn: false,
		path: '/users/_/bulk/update/',
		setup: (options) => applyChanges({ ...OPTIONS, batchSize: BATCH, ...options }),
		items: ofUbidots.map(({ id, firstName }, index) => ({
			id,
			changes: { firstName: { from: generatedUser(index + 1).firstName, to: firstName } },
		})),
		written: (world) => writtenItems(world, ofUbidots),
		isGood: (json, row) => json.status === 'accepted' && json.id === ofUbidots[row].id,
	},
	{
		name: 'Ubidots sync',
		rowsInRequest: BATCH,
		goesOn: false,
		path: '/users/_/bulk/update/',
		setup: (options) =>
			sync({ columns: autoMap(), options: { ...OPTIONS, batchSize: BATCH, ...options } }),
		items: ofUbidots,
		written: (world) => writtenItems(world, ofUbidots),
		isGood: ({ action, status, id }, row) =>
			action === 'update' && status === 'accepted' && id === ofUbidots[row].id,
		hints: 1,
	},
	{
		name: 'Upsun update',
		rowsInRequest: 1,
		goesOn: true,
		path: /^\/users\/0/,
		setup: (options) => upsunUpdate({ ...OPTIONS, ...options }),
		items: ofUpsun,
		written: ({ sandbox }) =>
			ofUpsun.flatMap(({ id, firstName }, item) =>
				sandbox.upsun.user(id)?.first_name === firstName ? [item] : [],
			),
		isGood: (json, row) => json.first_name === ofUpsun[row].firstName,
	},
];
