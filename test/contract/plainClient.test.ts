import axios from 'axios';
import type { INodeParameters } from 'n8n-workflow';

import type { JournalEntry } from '../../tools/sandbox';
import { setAccessToken } from '../support/credentials';
import { INES, ME, OTTO, TESTT } from '../support/people';
import { requests } from '../support/requests';
import { bulkUpdate, byId, updateOf, upsunUpdateOf } from '../support/setups';
import { useWorld } from '../support/useWorld';

/** The same update by the node and by a plain HTTP client, as the curl of each API's page does it. */
const world = useWorld();
beforeEach(() => setAccessToken(world));

const plain = async (path: string, body: unknown, headers: Record<string, string>) =>
	await axios.patch(`${world.sandbox.url}${path}`, body, {
		headers: { 'Content-Type': 'application/json', ...headers },
		proxy: false,
		validateStatus: () => true,
	});

/** Headers of the transport, which differ between clients and mean nothing to the API. */
const OF_THE_CLIENT = ['accept', 'accept-encoding', 'connection', 'host', 'user-agent'];

/** What the server sees of a request and may act upon. */
const seen = (request: JournalEntry) => {
	const { method, path, query, headers, rawBody, bodyBytes, auth, status } = request;
	const names = Object.keys(headers).filter((name) => !OF_THE_CLIENT.includes(name));
	return {
		...{ method, path, query, rawBody, bodyBytes, auth, status },
		contentType: headers['content-type'],
		contentLength: headers['content-length'],
		bulk: headers['x-bulk-operation'],
		headers: names.sort(),
	};
};

function expectTheSame() {
	// Names are looked up before they are written in bulk.
	const [byNode, byClient] = requests(world).filter(({ method }) => method !== 'GET');
	expect(seen(byNode)).toEqual(seen(byClient));
}

describe('an update by the node is the same request and the same answer as by a plain client', () => {
	it.each<[string, INodeParameters]>([
		['text in many scripts', { firstName: 'Zoë "Z" 李 😀', lastName: 'line\\break' }],
		['every simple type', { website: '', decimalPlaces: 3, isActive: false }],
	])('of Ubidots: %s', async (_, fields) => {
		const { items } = await world.run(updateOf(byId(TESTT), fields));
		const { data } = await plain(`/api/v2.0/users/${TESTT}`, fields, {
			'X-Auth-Token': world.sandbox.secrets.ubidotsToken,
		});
		expectTheSame();
		expect(items[0].json).toEqual(data);
	});

	it('of Ubidots in bulk, with a task of its own', async () => {
		const rows = [
			{ id: INES, username: 'User-1', firstName: 'Inês' },
			{ id: OTTO, username: 'User-4' },
		];
		const { items } = await world.run(bulkUpdate(), rows);
		const { data } = await plain('/api/v2.0/users/_/bulk/update/', rows, {
			'X-Auth-Token': world.sandbox.secrets.ubidotsToken,
			'X-Bulk-Operation': 'True',
		});
		expectTheSame();
		expect(Object.keys(data)).toEqual(Object.keys({ task: items[0].json.task }));
	});

	it('of Upsun', async () => {
		const fields = {
			username: 'robin',
			first_name: 'Robin "R"',
			company: 'Söhne 李',
			country: 'DE',
		};
		const { items } = await world.run(upsunUpdateOf(ME, fields));
		const { data } = await plain(`/users/${ME}`, fields, {
			Authorization: `Bearer ${world.sandbox.secrets.upsunAccessToken}`,
		});
		expectTheSame();
		expect({ ...items[0].json, updated_at: '' }).toEqual({ ...data, updated_at: '' });
	});
});
