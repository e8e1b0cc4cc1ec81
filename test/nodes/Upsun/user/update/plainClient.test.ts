import axios from 'axios';

import type { JournalEntry } from '../../../../../tools/sandbox';
import { setAccessToken } from '../../../../support/credentials';
import { ME } from '../../../../support/people';
import { requests } from '../../../../support/requests';
import { upsunUpdateOf } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

/** The same update by the node and by a plain HTTP client, as the API page's curl does it. */
const world = useWorld();
beforeEach(() => setAccessToken(world));

const OF_THE_CLIENT = ['accept', 'accept-encoding', 'connection', 'host', 'user-agent'];

const seen = (entry: JournalEntry) => {
	const { method, path, query, headers, rawBody, auth, status } = entry;
	const names = Object.keys(headers).filter((name) => !OF_THE_CLIENT.includes(name));
	return { method, path, query, rawBody, auth, status, headers: names.sort() };
};

it('an update by the node is the same request and answer as by a plain client', async () => {
	const fields = { username: 'robin', first_name: 'Robin "R"', company: 'Söhne 李', country: 'DE' };
	const { items } = await world.run(upsunUpdateOf(ME, fields));
	const { data } = await axios.patch(`${world.sandbox.url}/users/${ME}`, fields, {
		headers: {
			'Content-Type': 'application/json',
			Authorization: `Bearer ${world.sandbox.secrets.upsunAccessToken}`,
		},
		proxy: false,
	});
	const [byNode, byClient] = requests(world);
	expect(seen(byNode)).toEqual(seen(byClient));
	expect({ ...items[0].json, updated_at: '' }).toEqual({ ...data, updated_at: '' });
});
