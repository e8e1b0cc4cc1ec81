import type { Operation } from '../../shared/operation';
import { bulkUpdate } from './bulkUpdate';
import { update } from './update';

/** Every operation of the Ubidots node. To add one, write its file and add it here. */
export const userOperations: readonly Operation[] = [bulkUpdate, update];
