import type { AnyOperation } from '../../shared/run/operation';
import { changeEmail } from './changeEmail';
import { get } from './get';
import { getAccess } from './getAccess';
import { offboard } from './offboard';
import { resetPassword } from './resetPassword';
import { update } from './update';

/** Every operation of the Upsun node. To add one, write its file and add it here. */
export const userOperations: readonly AnyOperation[] = [
	changeEmail,
	get,
	getAccess,
	offboard,
	resetPassword,
	update,
];
