import type { Resource } from '../shared/run/operation';
import { userOperations } from './user';

/** What the node works on. */
export const resources: readonly Resource[] = [
	{ name: 'User', value: 'user', operations: userOperations, initial: 'update' },
];
