import { GRETA } from '../../../support/people';
import { usePeople } from './support';

const { used, ask, status, upsun, made, paths, members } = usePeople();

describe.each([
	['an organization', () => paths().organization, { permissions: ['projects:list'] }],
	['a project', () => paths().project, { permissions: [{ type: 'development', role: 'viewer' }] }],
])('an invitation to %s', (_, place, more) => {
	const invite = async (email: string, extra: object = {}) =>
		await ask('POST', `${place()}/invitations`, { email, ...more, ...extra });
	const pending = async () => (await ask('GET', `${place()}/invitations`)).data as unknown[];

	it('is pending in a bare list, until it is accepted', async () => {
		const { status: code, data } = await invite('new@example.org');
		expect([code, data.state, data.finished_at]).toEqual([201, 'pending', null]);
		expect(await pending()).toEqual([data]);
		upsun().accept(data.id as string);
		expect(await pending()).toEqual([]);
		const user = upsun()
			.users()
			.find(({ email }) => email === 'new@example.org');
		expect(members()).toContain(user?.id);
	});

	it('is not sent twice, whatever the case, unless forced', async () => {
		const { data } = await invite('new@example.org');
		expect((await invite('New@Example.org')).status).toBe(409);
		expect(upsun().mails()).toHaveLength(1);
		const again = await invite('new@example.org', { force: true });
		expect([again.status, again.data.id === data.id]).toEqual([201, false]);
		expect(await pending()).toEqual([again.data]);
		expect(upsun().mails()).toHaveLength(2);
	});

	it('can be cancelled once', async () => {
		const { data } = await invite('new@example.org');
		const path = `${place()}/invitations/${data.id}`;
		expect(await status('DELETE', path)).toBe(204);
		expect(await status('DELETE', path)).toBe(404);
		const all = await ask('GET', `${place()}/invitations?filter[state]=cancelled`);
		expect(all.data).toHaveLength(1);
	});

	it.each([409, 400, 201] as const)('of somebody who is there may be answered %i', async (code) => {
		used.sandbox.options.invitedMembers = code;
		expect((await invite('member-00001@example.org')).status).toBe(code);
	});

	it.each(['accepted', 'processing', 'error', 'cancelled'] as const)(
		'may be %s at once',
		async (state) => {
			used.sandbox.options.invitationState = state;
			expect((await invite('greta.lund+upsun@example.org')).data.state).toBe(state);
			expect(members().includes(GRETA)).toBe(state === 'accepted');
		},
	);

	it('needs an address and permissions', async () => {
		expect((await invite('nobody')).status).toBe(400);
		expect((await invite('new@example.org', { permissions: ['root'] })).status).toBe(400);
	});

	it('is one of many in a list that may be cut without a word', async () => {
		for (const name of ['a', 'b', 'c']) await invite(`${name}@example.org`);
		expect(await pending()).toHaveLength(3);
		used.sandbox.options.bareListSize = 2;
		const { data, headers } = await ask('GET', `${place()}/invitations`);
		expect([data.length, headers.link]).toEqual([2, undefined]);
	});
});

it.each([
	['both', 201, 201],
	['project:create', 201, 400],
	['projects:create', 400, 201],
] as const)('invitations spell the right to create projects: %s', async (word, one, many) => {
	used.sandbox.options.createWord = word;
	const invite = async (email: string, permission: string) =>
		await status('POST', `${paths().organization}/invitations`, {
			email,
			permissions: [permission],
		});
	expect(await invite('a@example.org', 'project:create')).toBe(one);
	expect(await invite('b@example.org', 'projects:create')).toBe(many);
});

it('an invitation to a project is refused where the subscription is full', async () => {
	upsun().changePlace(made().projectIds[0], (place) => Object.assign(place, { freeSeats: 1 }));
	const invite = async (email: string) =>
		await status('POST', `${paths().project}/invitations`, { email, role: 'admin' });
	expect(await invite('a@example.org')).toBe(201);
	expect(await invite('b@example.org')).toBe(402);
});
