import type { IDataObject } from 'n8n-workflow';

import { OWNER } from '../../../../support/people';
import { reads, requests } from '../../../../support/requests';
import { CONTINUE } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';
import {
	crewEmail,
	crewId,
	crewRows,
	fateOf,
	hintsOf,
	NOBODY_EXCEPTED,
	putCrew,
	syncCrew,
	writes,
} from './crew';

const world = useWorld();
beforeEach(() => putCrew(world, 4));

describe('Except Users', () => {
	it.each<[string, unknown]>([
		['a username', 'crew-3'],
		['a username in capitals', 'CREW-3'],
		['an ID', crewId(3)],
		['an ID in capitals', crewId(3).toUpperCase()],
		['an address', crewEmail(3)],
		[
			'an address with blanks, in capitals, among others',
			` crew-1 , ${crewEmail(3).toUpperCase()} ,`,
		],
		['a list', ['crew-1', crewEmail(3)]],
		['an expression that gives a list', `={{ ["${crewEmail(3)}"] }}`],
		['JSON', '["crew-3"]'],
	])('are never leavers: %s', async (_, exceptUsers) => {
		await world.run(syncCrew({ exceptUsers } as never), crewRows(1, 2));
		expect(fateOf(world, 3, 4)).toEqual(['on', 'off']);
	});

	it.each([
		['={{ "" }}', 'is empty: its expression returned nothing'],
		['={{ $json.none ?? "" }}', 'is empty: its expression returned nothing'],
		['={{ "  " }}', 'is empty: its expression returned nothing'],
		['={{ [] }}', 'names nobody'],
		['={{ " , " }}', 'names nobody'],
	])('that an expression has emptied are refused: %s', async (exceptUsers, what) => {
		const { message } = await world.run(syncCrew({ exceptUsers }), crewRows(1, 2));
		expect(message).toContain(`'Except Users' ${what}`);
		expect(requests(world)).toEqual([]);
	});

	describe('that are nobody in the scope', () => {
		const exceptUsers = 'crew-3, crew3, Boss';
		const text =
			"'Except Users' names 'crew3', 'Boss', but no user has that username, email address or ID";

		it('end the run before its first write: the one to protect may be misspelled', async () => {
			const { message } = await world.run(syncCrew({ exceptUsers }), crewRows(1, 2));
			expect(message).toBe(`${text}. Nothing was written. Check the spelling, or remove the name`);
			expect(writes(world)).toEqual([]);
		});

		it('fail every row with Continue On Fail, and are told without the number of an item', async () => {
			const { items } = await world.run(syncCrew({ exceptUsers }, CONTINUE), crewRows(1, 2));
			const error = `${text}. Nothing was written. Check the spelling, or remove the name`;
			const json = { error, details: { code: 'unknownException' } };
			expect(items.map((item) => item.json)).toEqual([json, json]);
			expect(writes(world)).toEqual([]);
		});

		it('are a hint in a dry run', async () => {
			const setup = syncCrew({ exceptUsers, options: { dryRun: true } });
			expect(hintsOf(await world.run(setup, crewRows(1, 2)))).toContain(text);
		});

		it('are a hint where nobody would leave yet', async () => {
			const result = await world.run(syncCrew({ exceptUsers }), crewRows(1, 2, 4));
			expect(hintsOf(result)).toEqual(['3 up to date', text]);
		});

		it.each<[string, (owner: IDataObject) => unknown]>([
			['a username', ({ username }) => username],
			['an address', ({ email }) => email],
			['an ID', ({ id }) => id],
			['a username in capitals', ({ username }) => String(username).toUpperCase()],
			['an address in capitals', ({ email }) => String(email).toUpperCase()],
			['an ID in capitals', ({ id }) => String(id).toUpperCase()],
		])('are safe anyway where they are users outside of the scope: %s', async (_, nameOf) => {
			const owner = world.sandbox.ubidots.user(OWNER);
			const names = `crew-3, ${String(nameOf({ ...owner }))}`;
			const { message } = await world.run(syncCrew({ exceptUsers: names }), crewRows(1, 2));
			expect(message).toBeUndefined();
			expect(fateOf(world, 3, 4)).toEqual(['on', 'off']);
		});

		it('are safe anyway where several users have that address', async () => {
			for (const id of ['twin-1', 'twin-2'])
				world.sandbox.ubidots.put({ id, username: id, email: 'twin@example.org' });
			const names = 'crew-3, twin@example.org';
			const { message } = await world.run(syncCrew({ exceptUsers: names }), crewRows(1, 2));
			expect(message).toBeUndefined();
		});
	});

	describe('that cannot be looked up end the run before its first write:', () => {
		const refuse = (path: string) =>
			world.sandbox.faults.add({ match: { path }, answer: { status: 403 }, times: Infinity });
		it.each<[string, string, () => void]>([
			[
				'an address, and the filter for it is ignored',
				'crw-3@crew.example',
				() => (world.sandbox.options.ignoredFilters = ['email__iexact']),
			],
			[
				'no filter works',
				'crw-3',
				() =>
					(world.sandbox.options.ignoredFilters = [
						'email__iexact',
						'username__iexact',
						'id__iexact',
					]),
			],
			['the look-up is refused', 'crw-3', () => refuse('crw-3')],
			[
				'one of many',
				`crew-3, ${crewEmail(1)}, crw-3@crew.example`,
				() => (world.sandbox.options.ignoredFilters = ['email__iexact', 'email__in']),
			],
		])('%s', async (_, exceptUsers, arm) => {
			for (const leavers of ['deactivate', 'delete']) {
				arm();
				const { message } = await world.run(syncCrew({ exceptUsers, leavers }), crewRows(1, 2));
				expect(message).toMatch(/^'Except Users' names 'crw-3.*Nothing was written\./);
			}
			expect(writes(world)).toEqual([]);
		});

		it('an answer that is of somebody else proves nothing', async () => {
			const answer = { status: 200, body: { id: crewId(1), username: 'crew-1' } };
			world.sandbox.faults.add({ match: { path: 'crw-3' }, answer, times: Infinity });
			const { message } = await world.run(syncCrew({ exceptUsers: 'crw-3' }), crewRows(1, 2));
			expect(message).toContain("'Except Users' names 'crw-3'");
			expect(writes(world)).toEqual([]);
		});
	});

	it.each<[string, object, boolean]>([
		['nobody is named', {}, true],
		['somebody is', { exceptUsers: 'crew-1' }, false],
		['leavers are kept', { leavers: 'keep' }, false],
	])('are asked for in a hint where %s: %#', async (_, parameters, isSaid) => {
		for (const rows of [crewRows(1, 2), crewRows(1, 2, 3, 4)]) {
			const { hints } = await world.run(syncCrew({ ...parameters }), rows);
			const texts = hints('Node').map(({ message }) => message);
			expect(texts.includes(NOBODY_EXCEPTED)).toBe(isSaid);
		}
	});

	it.each([
		['null', '={{ null }}'],
		['undefined', '={{ undefined }}'],
		['an object', '={{ ({ a: 1 }) }}'],
		['objects in a list', '={{ [{ a: 1 }] }}'],
		['a different one for each item', '={{ $json.username }}'],
	])('are refused when they are %s', async (_, exceptUsers) => {
		const { message, description } = await world.run(
			syncCrew({ exceptUsers } as never),
			crewRows(1, 2),
		);
		expect(message).toContain("'Except Users'");
		expect(description).toBe('No request was sent.');
		expect(reads(world)).toEqual([]);
	});

	it('keep the owner of the account, who is no exception by himself', async () => {
		const setup = syncCrew({
			scope: { everyUser: true },
			exceptUsers: 'mara.lindqvist@EXAMPLE.com',
		});
		await world.run(setup, crewRows(1));
		expect(world.sandbox.ubidots.user(OWNER)?.isActive).toBe(true);
		expect(world.sandbox.ubidots.user('testt')?.isActive).toBe(false);
	});
});
