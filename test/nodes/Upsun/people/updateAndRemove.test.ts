import type { IDataObject } from 'n8n-workflow';

import { setAccessToken } from '../../../support/credentials';
import { hintsOf } from '../../../support/outputs';
import {
	ACME,
	AIKO,
	BJORN,
	CLOSED,
	DILNOZA,
	ENGINEERS,
	GRETA,
	ME,
	WEBSITE,
} from '../../../support/people';
import { requestCount, requestLines, requests } from '../../../support/requests';
import {
	byEmail,
	byId,
	CONTINUE,
	ofOrganization,
	ofProject,
	ofTeam,
	type OnError,
} from '../../../support/setups';
import { useWorld } from '../../../support/useWorld';

const world = useWorld({ users: 130 });
beforeEach(() => setAccessToken(world));

const run = async (setup: ReturnType<typeof ofOrganization>, items: IDataObject[] = [{}]) => {
	const result = await world.run(setup, items);
	return { ...result, json: result.items.map(({ json }) => json) };
};
const update = async (
	userId: unknown,
	permissions: unknown,
	of = ofOrganization,
	more: object = {},
) => await run(of('update', { userId, permissions: permissions as string[], ...more }));
const remove = async (userId: unknown, of = ofOrganization, more: object = {}) =>
	await run(of('remove', { userId, ...more }));
const writes = () =>
	requests(world)
		.filter(({ method }) => method !== 'GET')
		.map(({ method, path, body }) => [`${method} ${path}`, body]);
const acme = () => world.sandbox.upsun.organizations[0];
const website = () => world.sandbox.upsun.projects[0];
const team = () => world.sandbox.upsun.teams[0];
const OWN = "'robin.salgado@example.com' is the account behind the token";

describe('an address that is written with other characters for the same letters', () => {
	const stored = 'rene\u0301.dupont@example.org';
	const entered = byEmail('Ren\u00e9.Dupont@example.org');
	beforeEach(() => void world.sandbox.upsun.put({ id: AIKO, email: stored }));

	it.each([
		['add', { email: entered.value, permissions: ['projects:list'] }, { status: 'unchanged' }],
		['update', { userId: entered, permissions: ['members'] }, { status: 'applied' }],
		['remove', { userId: entered }, { removed: true }],
	])('is that of the same person: %s', async (operation, parameters, expected) => {
		const { json } = await run(ofOrganization(operation, parameters));
		expect(json).toMatchObject([{ ...expected, user_id: AIKO }]);
	});
});

describe('update', () => {
	it('replaces the permissions of a member, and says what they were', async () => {
		const { json } = await update(byId(AIKO), ['members', 'billing']);
		expect(json).toEqual([
			{
				email: 'aiko.tanaka@example.org',
				status: 'applied',
				summary: 'Permissions: projects:list → members, billing',
				user_id: AIKO,
				changes: { permissions: { from: ['projects:list'], to: ['members', 'billing'] } },
			},
		]);
		expect(writes()).toEqual([
			[`PATCH /organizations/${ACME}/members/${AIKO}`, { permissions: ['members', 'billing'] }],
		]);
	});

	it('sends nothing where nothing differs, whatever the order', async () => {
		world.sandbox.options.billingAlone = true;
		await update(byId(AIKO), ['members', 'billing']);
		world.sandbox.journal.clear();
		const { json } = await update(byEmail('AIKO.Tanaka@example.org'), [
			'projects:list',
			'billing',
			'members',
		]);
		expect(json).toMatchObject([{ status: 'unchanged', summary: 'no change', changes: {} }]);
		expect(writes()).toEqual([]);
	});

	it('replaces those of a project, and reads them back, because the answer is empty', async () => {
		const { json } = await update(byId(BJORN), ['viewer', 'production:admin'], ofProject);
		expect(json).toMatchObject([{ status: 'applied', user_id: BJORN }]);
		expect(website().users[BJORN].permissions).toEqual(['viewer', 'production:admin']);
		expect(requestLines(world).slice(-2)).toEqual([
			`PATCH /projects/${WEBSITE}/user-access/${BJORN}`,
			`GET /projects/${WEBSITE}/user-access/${BJORN}`,
		]);
	});

	it('fails where Upsun shows other permissions afterwards', async () => {
		const body = { user_id: BJORN, permissions: ['admin'] };
		const match = { path: new RegExp(`user-access/${BJORN}$`), method: 'GET' };
		world.sandbox.faults.add({ match, answer: { status: 200, body } });
		const { message } = await update(byId(BJORN), ['viewer', 'production:admin'], ofProject);
		expect(message).toContain('but shows others: ["admin"]');
	});

	it('takes an empty list from an expression alone: it takes everything away', async () => {
		const blank = await update(byId(AIKO), []);
		expect(blank.message).toContain("'Permissions' is left blank");
		expect(requestLines(world)).toEqual([]);
		await update(byId(AIKO), '={{ [] }}');
		expect(acme().members[AIKO].permissions).toEqual([]);
	});

	it('of somebody who is not there says so', async () => {
		expect((await update(byId(GRETA), ['members'])).message).toContain(
			`'${GRETA}' is not in the organization '${ACME}'`,
		);
	});

	it('of somebody who is removed meanwhile says so', async () => {
		world.sandbox.options.onBeforeWrite = (id) => {
			world.sandbox.upsun.changePlace(ACME, ({ members }) => {
				delete members[id];
			});
		};
		const { message } = await update(byId(AIKO), ['members']);
		expect(message).toContain("change the permissions of 'aiko.tanaka@example.org'");
		expect(message).toContain('somebody may have removed the person');
	});

	it('without the right to write says what it takes', async () => {
		world.sandbox.upsun.changePlace(ACME, (organization) => {
			organization.right = 'read';
		});
		const { message } = await update(byId(AIKO), ['members']);
		expect(message).toContain('answered 403');
		expect(message).toContain("to have 'Manage Users' there");
	});
});

describe('remove', () => {
	it.each([
		['an organization', ofOrganization, AIKO, `/organizations/${ACME}/members/${AIKO}`],
		['a project', ofProject, AIKO, `/projects/${WEBSITE}/user-access/${AIKO}`],
		['a team', ofTeam, DILNOZA, `/teams/${ENGINEERS}/members/${DILNOZA}`],
	])('takes somebody out of %s, once', async (_, of, id, path) => {
		const { json } = await remove(byId(id), of);
		expect(json).toMatchObject([{ removed: true, user_id: id }]);
		expect(json[0].email).toMatch(/@example.org$/);
		expect(writes()).toEqual([[`DELETE ${path}`, undefined]]);
		expect((await remove(byId(id), of)).json).toEqual([{ removed: false, user_id: id }]);
		expect(writes()).toHaveLength(1);
	});

	it('says what the person had', async () => {
		const { json } = await remove(byEmail('Bjorn.Asgeirsson@example.org'), ofProject);
		expect(json).toEqual([
			{
				removed: true,
				user_id: BJORN,
				email: 'bjorn.asgeirsson@example.org',
				permissions: ['viewer', 'development:contributor'],
			},
		]);
	});

	it('of one person by two rows removes once', async () => {
		const userId = byEmail('={{ $json.email }}');
		const rows = ['aiko.tanaka@example.org', 'Aiko.Tanaka@example.org'].map((email) => ({ email }));
		const { json } = await run(ofOrganization('remove', { userId }), rows);
		expect(json.map(({ removed }) => removed)).toEqual([true, false]);
		expect(writes()).toHaveLength(1);
	});

	it('of many reads the people once', async () => {
		const rows = Array.from({ length: 20 }, (_, n) => ({
			email: `member-${String(n + 1).padStart(5, '0')}@example.org`,
		}));
		const { json } = await run(
			ofOrganization('remove', { userId: byEmail('={{ $json.email }}') }),
			rows,
		);
		expect(json.every(({ removed }) => removed === true)).toBe(true);
		expect(requestCount(world, { method: 'GET', path: '/members' })).toBe(2);
		expect(writes()).toHaveLength(20);
	});

	it('names the invitation by which somebody who is not there may come in', async () => {
		const { json, ...result } = await remove(byEmail('hana.novak@example.org'));
		expect(json).toEqual([{ removed: false, email: 'hana.novak@example.org' }]);
		expect(hintsOf(result)).toEqual([
			`'hana.novak@example.org' is not in the organization '${ACME}' now, but may come in by a pending invitation: cancel it with the resource Invitation`,
		]);
	});

	it('names the invitation by which somebody who was removed may come in again', async () => {
		world.sandbox.upsun.invite(ACME, 'Aiko.Tanaka@example.org', ['billing']);
		const { json, ...result } = await remove(byId(AIKO));
		expect(json).toMatchObject([{ removed: true }]);
		expect(hintsOf(result)).toEqual([
			`'aiko.tanaka@example.org' is not in the organization '${ACME}' now, but may come in by a pending invitation: cancel it with the resource Invitation`,
		]);
	});

	it('of somebody who is removed meanwhile is no error', async () => {
		world.sandbox.options.onBeforeWrite = (id) => {
			world.sandbox.upsun.changePlace(ACME, ({ members }) => {
				delete members[id];
			});
		};
		expect((await remove(byId(AIKO))).json).toMatchObject([{ removed: false, user_id: AIKO }]);
	});

	it('whose answer is lost is sent again, and done', async () => {
		const match = { path: '/members/', method: 'DELETE' };
		world.sandbox.faults.add({ match, when: 'after', answer: 'reset' });
		expect((await remove(byId(AIKO))).json).toMatchObject([{ removed: true }]);
	});

	it('never says that somebody is not there where the list has an end that was not read', async () => {
		world.sandbox.options.repeatedPage = 1;
		const { message } = await remove(byEmail('member-00130@example.org'));
		expect(message).toContain(
			"Could not tell whether 'member-00130@example.org' is in the organization",
		);
	});

	it('never says so of an address where those of some are hidden', async () => {
		Object.assign(world.sandbox.options, { omittedFields: ['email'], omittedFrom: ['list'] });
		const { message } = await remove(byEmail('aiko.tanaka@example.org'));
		expect(message).toMatch(/Could not tell whether.*does not show the address of \d+ users/);
		expect((await remove(byId(AIKO))).json).toMatchObject([{ removed: true }]);
	});

	it('never says so of a place that cannot be seen', async () => {
		const { message } = await remove(byId(AIKO), ofOrganization, {
			organizationId: byId(CLOSED),
		});
		expect(message).toContain('cannot see this');
	});
});

describe('the owner, and the account behind the token', () => {
	const owners = () => {
		world.sandbox.upsun.changePlace(ACME, (organization) => {
			organization.ownerId = AIKO;
		});
	};

	it.each([
		['an organization', ofOrganization, ['members']],
		['a project', ofProject, ['admin']],
	])('are never changed or removed in %s', async (_, of, permissions) => {
		owners();
		world.sandbox.upsun.changePlace(WEBSITE, ({ users }) => {
			users[ME] = { ...users[AIKO] };
		});
		const messages = [
			await update(byId(ME), permissions, of),
			await remove(byId(ME), of),
			await update(byId(AIKO), permissions, of),
			await remove(byId(AIKO), of),
		].map(({ message }) => message);
		expect(messages.map((text = '') => text.includes(OWN))).toEqual([true, true, false, false]);
		expect(
			messages.map((text = '') => text.includes("'aiko.tanaka@example.org' owns the")),
		).toEqual([false, false, true, true]);
		expect(writes()).toEqual([]);
	});

	it('are known by the organization where a project does not say who owns it', async () => {
		owners();
		const body = { id: WEBSITE, organization: ACME };
		world.sandbox.faults.add({
			match: { method: 'GET', path: new RegExp(`/projects/${WEBSITE}$`) },
			answer: { status: 200, body },
			times: 9,
		});
		world.sandbox.upsun.changePlace(WEBSITE, ({ users }) => {
			users[BJORN] = users[AIKO];
		});
		expect((await remove(byId(AIKO), ofProject)).message).toContain(
			"'aiko.tanaka@example.org' owns the",
		);
		expect((await remove(byId(BJORN), ofProject)).json).toMatchObject([{ removed: true }]);
	});

	it('of a team is only oneself, because nobody owns it', async () => {
		owners();
		world.sandbox.upsun.changePlace(ENGINEERS, ({ members }) => {
			members[ME] = members[AIKO] = { ...members[BJORN] };
		});
		expect((await remove(byId(ME), ofTeam)).message).toContain(OWN);
		expect((await remove(byId(AIKO), ofTeam)).json).toMatchObject([{ removed: true }]);
		expect(Object.keys(team().members)).toContain(ME);
	});

	it('are protected where it cannot be known who that is', async () => {
		const answer = { status: 500, body: { error: 'Later.' } };
		world.sandbox.faults.add({ match: { path: '/users/me' }, answer, times: 9 });
		expect((await remove(byId(AIKO))).status).toBe('error');
		expect(writes()).toEqual([]);
	});

	it('fail one row, and the others go on', async () => {
		const onError: OnError = CONTINUE;
		const setup = ofOrganization('remove', { userId: byId('={{ $json.id }}') }, onError);
		const { json } = await run(setup, [{ id: ME }, { id: AIKO }]);
		expect(json[0].error).toContain(OWN);
		expect(json[1]).toMatchObject({ removed: true, user_id: AIKO });
	});
});

describe('who is meant', () => {
	it.each([
		[byId('={{ "me" }}'), "'User' is 'me': an ID looks like"],
		[byEmail('aiko'), "'User' is 'aiko', which is not an email address"],
		[byId('={{ "" }}'), "'User' is empty: choose a user, or enter an ID or email address"],
	])('is checked before any request: %j', async (userId, expected) => {
		expect((await remove(userId)).message).toContain(expected);
		expect(requestLines(world)).toEqual([]);
	});

	it.each([
		[
			ofOrganization,
			'organizationId',
			byId('={{ "acme" }}'),
			"'Organization' is 'acme': an ID looks like",
		],
		[
			ofOrganization,
			'organizationId',
			byId('={{ "" }}'),
			"'Organization' is empty: choose an organization",
		],
		[ofProject, 'projectId', byId('../x'), "'Project' is '../x': that cannot be an ID"],
		[ofTeam, 'teamId', byId('={{ "x" }}'), "'Team' is 'x': an ID looks like"],
	])('as well as where: %#', async (of, name, place, expected) => {
		expect((await remove(byId(AIKO), of, { [name]: place })).message).toContain(expected);
		expect(requestLines(world)).toEqual([]);
	});

	it('in an organization by name is found by its ID', async () => {
		const organizationId = { __rl: true, mode: 'name', value: 'acme-energy' };
		await remove(byId(AIKO), ofOrganization, { organizationId });
		expect(writes()).toEqual([[`DELETE /organizations/${ACME}/members/${AIKO}`, undefined]]);
	});

	it('in an organization that nobody knows is an error with its name', async () => {
		const organizationId = { __rl: true, mode: 'name', value: 'acme-enrgy' };
		const { message } = await remove(byId(AIKO), ofOrganization, { organizationId });
		expect(message).toContain("Could not read the organization 'acme-enrgy': Upsun answered 404");
	});
});
