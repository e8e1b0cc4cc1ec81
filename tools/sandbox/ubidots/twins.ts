import type { Doubts } from '../doubts/types';
import type { PutUser } from './model';

/** People who share with `testt` what one would think belongs to one user alone. */
export function twinsOf({ twins }: Doubts): PutUser[] {
	return twins.map((kind) => people[kind]);
}

const people: Record<Doubts['twins'][number], PutUser> = {
	email: {
		id: '64a1f0c2b7e4d90013aa0101',
		username: 'testt-twin',
		firstName: 'Twin',
		email: 'testt@example.com',
		createdAt: '2024-02-01T10:00:00.000000Z',
	},
	username: {
		id: '64a1f0c2b7e4d90013aa0102',
		username: 'TESTT',
		firstName: 'Capital',
		email: 'testt.capital@example.com',
		createdAt: '2024-02-01T10:00:01.000000Z',
	},
};
