import type { Operation } from '../../shared/operation';
import { update } from './update';

/** Every operation of the Upsun node. To add one, write its file and add it here. */
export const userOperations: readonly Operation[] = [update];
