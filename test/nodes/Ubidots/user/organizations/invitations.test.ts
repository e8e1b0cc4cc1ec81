import { AMARA } from '../../../../support/people';
import { requestLines, requestsInFull } from '../../../../support/requests';
import { byId, CONTINUE, type OnError, organizations, ubidots } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

const world = useWorld();

const POST = `POST /api/v2.0/users/${AMARA}/_/assign_organizations/`;

const setup = (sendInvitation: unknown, invitation: unknown = {}, onError?: OnError) =>
	ubidots(
		'assignOrganizations',
		{
			userKey: byId(AMARA),
			organizations: organizations('city-lights', 'viewer', { sendInvitation, invitation }),
		},
		onError,
	);

const invitationOf = () =>
	(requestsInFull(world)[0].body as Array<{ invitation?: unknown }>)[0].invitation;

describe('an invitation', () => {
	it('is sent with the fields that were set, as the API names them', async () => {
		const invitation = {
			subject: 'Welcome',
			message: 'Hello José,\nsee you',
			ubiAppId: 'app-1',
			expires: 30,
			resetPassword: false,
		};
		await world.run(setup(true, invitation));
		expect(invitationOf()).toEqual(invitation);
	});

	it('may have nothing set: Ubidots then decides', async () => {
		await world.run(setup(true));
		expect(invitationOf()).toEqual({});
	});

	it('leaves out fields that were added and left blank', async () => {
		await world.run(setup(true, { subject: '', message: 'Hi', ubiAppId: '' }));
		expect(invitationOf()).toEqual({ message: 'Hi' });
	});

	it('is sent as number and truth value also where an expression gives text', async () => {
		await world.run(setup(true, { expires: '={{ "30" }}', resetPassword: '={{ "false" }}' }));
		expect(invitationOf()).toEqual({ expires: 30, resetPassword: false });
	});

	it('that expires never is refused before any request', async () => {
		const { message } = await world.run(setup(true, { expires: '={{ "soon" }}' }));
		expect(message).toContain("'Expires'");
		expect(requestLines(world)).toEqual([]);
	});

	it('is not sent when Send Invitation is off, whatever its fields hold', async () => {
		await world.run(setup(false, { subject: 'Welcome' }));
		expect(invitationOf()).toBeUndefined();
	});

	it('is sent where an expression turns it on', async () => {
		await world.run(setup('={{ true }}', { subject: 'Welcome' }));
		expect(invitationOf()).toEqual({ subject: 'Welcome' });
	});
});

describe('an invitation is a mail, so the request', () => {
	it.each([
		['the connection breaks', 'reset'],
		['a gateway is busy', { status: 503 }],
		['a gateway times out', { status: 504 }],
		['the answer is cut off', 'cutOff'],
	] as const)('is not repeated when %s', async (_, answer) => {
		world.sandbox.faults.add({ answer, when: 'after' });
		const { status } = await world.run(setup(true));
		expect(status).toBe('error');
		expect(requestLines(world)).toEqual([POST]);
	});

	it('says that it may have been carried out, when that is in doubt', async () => {
		world.sandbox.faults.add({ answer: 'reset', when: 'after' });
		const { items } = await world.run(setup(true, {}, CONTINUE));
		expect(items[0].json.error).toContain('It may have been carried out anyway');
	});

	it('is sent again when the service did not carry it out', async () => {
		world.sandbox.faults.add({ answer: { status: 429, headers: { 'retry-after': '0' } } });
		const { status } = await world.run(setup(true));
		expect(status).toBe('success');
		expect(requestLines(world)).toEqual([POST, POST]);
	});
});
