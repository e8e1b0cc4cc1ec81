import type { AnyOperation } from '../../shared/run/operation';
import { cancel } from './cancel';
import { getAll } from './getAll';

/** The operations on invitations to organizations and projects. */
export const invitationOperations: readonly AnyOperation[] = [cancel, getAll];
