import type { Doubts } from '../doubts/types';
import type { UpsunUser } from './model';

/** People who share with `jsmith` what one would think belongs to one user alone. */
export function twinsOf({ twins }: Doubts): Array<Partial<UpsunUser>> {
	return twins.map((kind) => people[kind]);
}

const people: Record<Doubts['twins'][number], Partial<UpsunUser>> = {
	email: {
		id: '7b3f2a10-5c4d-4e6f-8a90-000000000101',
		username: 'jsmith-twin',
		email: 'jsmith@example.com',
	},
	username: {
		id: '7b3f2a10-5c4d-4e6f-8a90-000000000102',
		username: 'JSMITH',
		email: 'jsmith.capital@example.com',
	},
};
