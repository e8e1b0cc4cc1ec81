import type { AnyOperation } from '../../shared/run/operation';
import { applyChanges } from './applyChanges';
import { bulkUpdate } from './bulkUpdate';
import { create } from './create';
import { deleteUser } from './delete';
import { get } from './get';
import { getAll } from './getAll';
import { assignOrganizations } from './organizations/assignOrganizations';
import { removeOrganizations } from './organizations/removeOrganizations';
import { sync } from './sync';
import { update } from './update';

/** Every operation of the Ubidots node. To add one, write its file and add it here. */
export const userOperations: readonly AnyOperation[] = [
	applyChanges,
	assignOrganizations,
	bulkUpdate,
	create,
	deleteUser,
	get,
	getAll,
	removeOrganizations,
	sync,
	update,
];
