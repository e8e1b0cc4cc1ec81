import { MOST_TAGS } from '../expected';
import { sentFor } from './requests';
import { editedTags, editsTags } from '../tagEdits';
import { about, type Check } from './seen';

/** Tags that a row adds to or takes from are sent as the user has them at that moment: nobody else's are lost on the way. */
export const noTagIsLost: Check = ({ run, sent }) =>
	sent.flatMap((one) => {
		const { id, body, write } = one;
		if (!('tags' in body)) return [];
		const rows = run.expected.flatMap((_, row) =>
			sentFor(run, [one], row).length > 0 ? [row] : [],
		);
		// Another row of the user may replace them all.
		if (rows.length === 0 || !rows.every((row) => editsTags(run.expected[row].body))) return [];
		const user = write.before.find((held) => held.id === id || held.username === id);
		if (!user) return [];
		const wanted = rows.map((row) => editedTags(run.expected[row].body, user));
		const tags = JSON.stringify(body.tags);
		if ((body.tags as string[]).length > MOST_TAGS)
			return [about('no tag is lost', rows[0], `more than ${MOST_TAGS} were sent: ${tags}`)];
		return wanted.some((list) => JSON.stringify(list) === tags)
			? []
			: [about('no tag is lost', rows[0], `${tags} was sent to one with ${String(user.tags)}`)];
	});
