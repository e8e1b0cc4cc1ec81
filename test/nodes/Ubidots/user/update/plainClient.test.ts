import axios from 'axios';
import type { INodeParameters } from 'n8n-workflow';

import type { JournalEntry } from '../../../../../tools/sandbox';
import { INES, OTTO, TESTT } from '../../../../support/people';
import { requests } from '../../../../support/requests';
import { bulkUpdate, byId, updateOf } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

/** The same update by the node and by a plain HTTP client, as the API page's curl does it. */
const world = useWorld();

const plain = async (path: string, body: unknown, headers: Record<string, string> = {}) =>
	await axios.patch(`${world.sandbox.url}${path}`, body, {
		headers: {
			'Content-Type': 'application/json',
			'X-Auth-Token': world.sandbox.secrets.ubidotsToken,
			...headers,
		},
		proxy: false,
		validateStatus: () => true,
	});

/** What the server sees of a request and may act upon. */
const seen = ({
	method,
	path,
	query,
	headers,
	rawBody,
	bodyBytes,
	auth,
	status,
}: JournalEntry) => ({
	method,
	path,
	query,
	rawBody,
	bodyBytes,
	auth,
	status,
	contentType: headers['content-type'],
	contentLength: headers['content-length'],
	bulk: headers['x-bulk-operation'],
});

/** Headers of the transport, which differ between clients and mean nothing to the API. */
const OF_THE_CLIENT = ['accept', 'accept-encoding', 'connection', 'host', 'user-agent'];

function expectTheSame() {
	const [byNode, byClient] = requests(world);
	expect(seen(byNode)).toEqual(seen(byClient));
	const names = ({ headers }: JournalEntry) =>
		Object.keys(headers)
			.filter((name) => !OF_THE_CLIENT.includes(name))
			.sort();
	expect(names(byNode)).toEqual(names(byClient));
}

describe('an update by the node and by a plain client', () => {
	it.each<[string, INodeParameters]>([
		['the page’s example', { firstName: 'first', lastName: 'Ubidots' }],
		['text in many scripts', { firstName: 'Zoë "Z" 李 😀', lastName: 'line\\break' }],
		['every simple type', { website: '', decimalPlaces: 3, isActive: false }],
	])('is the same request and the same answer: %s', async (_, fields) => {
		const { items } = await world.run(updateOf(byId(TESTT), fields));
		const { data } = await plain(`/api/v2.0/users/${TESTT}`, fields);
		expectTheSame();
		expect(items[0].json).toEqual(data);
	});
});

describe('a bulk update by the node and by a plain client', () => {
	it('is the same request, and a task of its own', async () => {
		const rows = [
			{ id: INES, username: 'User-1', firstName: 'Inês' },
			{ id: OTTO, username: 'User-4' },
		];
		const { items } = await world.run(bulkUpdate(), rows);
		const { data } = await plain('/api/v2.0/users/_/bulk/update/', rows, {
			'X-Bulk-Operation': 'True',
		});
		expectTheSame();
		expect(Object.keys(data)).toEqual(Object.keys({ task: items[0].json.task }));
	});
});
