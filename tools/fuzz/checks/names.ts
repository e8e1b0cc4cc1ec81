import { NAMES, sameName } from '../expected';
import type { Sent } from './requests';
import { about, type Check } from './seen';

const rule = "nobody gets another's name";

/** A bulk update writes no name that another user has or another of its rows writes, whatever the service does about it. */
export const nobodyGetsAnothersName: Check = ({ run: { given, observer }, sent }) => {
	if (given.operation !== 'bulkUpdate') return [];
	const before = observer.users('before');
	const others = ({ id }: Sent) => sent.filter((other) => other.id !== id);
	return sent.flatMap((one) =>
		NAMES.flatMap((field) => {
			const name = one.body[field];
			if (typeof name !== 'string') return [];
			// Usernames of other users are looked up as they are.
			const isSame = field === 'email' ? sameName : Object.is;
			const holder = before.find(({ id, [field]: held }) => id !== one.id && isSame(held, name));
			const isOwn = before.some(({ id, [field]: held }) => id === one.id && isSame(held, name));
			if (holder && !isOwn)
				return [about(rule, 0, `${name} of ${holder.id} was sent for ${one.id}`)];
			const twin = others(one).find(({ body }) => field in body && sameName(body[field], name));
			return twin && !isOwn
				? [about(rule, 0, `${name} was sent for ${one.id} and ${twin.id}`)]
				: [];
		}),
	);
};
