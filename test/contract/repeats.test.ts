import { setAccessToken } from '../support/credentials';
import { AMARA, ME, PASSWORD } from '../support/people';
import { requests } from '../support/requests';
import {
	bulkUpdate,
	byId,
	byUsername,
	fromList,
	organizations,
	ubidots,
	updateOf,
	upsun,
	upsunUpdateOf,
} from '../support/setups';
import { useWorld } from '../support/useWorld';
import type { NodeSetup } from '../support/world';

/** Which requests are sent again when the service is busy: those that do no harm when they are carried out twice. */
const world = useWorld();
beforeEach(() => setAccessToken(world));
beforeAll(() => jest.spyOn(Math, 'random').mockReturnValue(0.01));
afterAll(() => jest.restoreAllMocks());

const busyOnce = (method: string) =>
	world.sandbox.faults.add({ match: { method }, answer: { status: 503 } });
const methods = () => requests(world).map(({ method }) => method);

/** Two organizations are assigned, with a mail for each or not. */
const assigned = (...mails: [boolean, boolean]) =>
	ubidots('assignOrganizations', {
		userKey: byId(AMARA),
		organizations: {
			organization: mails.flatMap(
				(sendInvitation, n) =>
					organizations(['city-lights', 'northwind-water'][n], 'viewer', { sendInvitation })
						.organization,
			),
		},
	});

describe('is sent again', () => {
	it.each<[string, NodeSetup, string, string[]]>([
		['Get', ubidots('get', { userKey: byId(AMARA) }), 'GET', ['GET', 'GET']],
		['Get Many', ubidots('getAll', { limit: 2 }), 'GET', ['GET', 'GET']],
		['Update', updateOf(byId(AMARA)), 'PATCH', ['PATCH', 'PATCH']],
		['Bulk Update', bulkUpdate(), 'PATCH', ['PATCH', 'PATCH']],
		['Delete', ubidots('delete', { userKey: byId(AMARA) }), 'DELETE', ['DELETE', 'DELETE']],
		[
			'the look-up of Delete',
			ubidots('delete', { userKey: byUsername('amara-okafor') }),
			'GET',
			['GET', 'GET', 'DELETE'],
		],
		['Assign Organizations without a mail', assigned(false, false), 'POST', ['POST', 'POST']],
		[
			'Remove Organizations',
			ubidots('removeOrganizations', {
				userKey: byId(AMARA),
				organizations: organizations('acme-energy', ''),
			}),
			'POST',
			['GET', 'POST', 'POST', 'GET'],
		],
		['Get of Upsun', upsun('get', { userId: byId(ME) }), 'GET', ['GET', 'GET']],
		['Update of Upsun', upsunUpdateOf(byId(ME)), 'PATCH', ['PATCH', 'PATCH']],
		[
			'the look-up of Reset Password',
			upsun('resetPassword', { userId: fromList('me') }),
			'GET',
			['GET', 'GET', 'POST'],
		],
	])('%s', async (_, setup, method, sent) => {
		busyOnce(method);
		const { status } = await world.run(setup, [{ id: AMARA, firstName: 'Ada' }]);
		expect(status).toBe('success');
		expect(methods()).toEqual(sent);
	});
});

describe('is not sent again, and the error says that it may have been carried out', () => {
	const account = { username: 'fresh', email: 'fresh@example.com', password: PASSWORD };

	it.each<[string, NodeSetup]>([
		['Create, whose repeat would find the name taken', ubidots('create', account)],
		['Assign Organizations with mails', assigned(true, true)],
		['Assign Organizations with a mail for one of them', assigned(false, true)],
		['Reset Password', upsun('resetPassword', { userId: byId(ME) })],
		['Change Email', upsun('changeEmail', { userId: byId(ME), emailAddress: 'new@example.com' })],
	])('%s', async (_, setup) => {
		busyOnce('POST');
		const { message } = await world.run(setup);
		expect(message).toContain('It may have been carried out anyway');
		expect(methods()).toEqual(['POST']);
	});
});
