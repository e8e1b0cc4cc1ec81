import type { INodeProperties } from 'n8n-workflow';

import { Upsun } from '../../../nodes/Upsun/Upsun.node';

/** What a user finds in the form; names in it are stored in workflows and never change. */
const { description } = new Upsun();

function property(name: string): INodeProperties {
	const found = description.properties.find(
		(one) =>
			one.name === name &&
			(one.displayOptions?.show?.operation ?? ['update']).includes('update' as never),
	);
	if (!found) throw new Error(`Update has no ${name}`);
	return found;
}

const optionsOf = (name: string) => property(name).options as INodeProperties[];

describe('the Upsun node', () => {
	it('has the names that workflows are saved with', () => {
		expect(description).toMatchObject({
			displayName: 'Upsun',
			name: 'upsun',
			version: 1,
			usableAsTool: true,
			credentials: [{ name: 'upsunApi', required: true }],
		});
		expect(property('resource').options).toEqual([{ name: 'User', value: 'user' }]);
		expect(optionsOf('operation')).toEqual(
			expect.arrayContaining([expect.objectContaining({ value: 'update' })]),
		);
	});

	it('names the user by list, ID, email or username, and begins with Me', () => {
		const { type, required, modes = [], default: start } = property('userId');
		expect([type, required]).toEqual(['resourceLocator', true]);
		expect(modes.map(({ name }) => name)).toEqual(['list', 'id', 'email', 'username']);
		expect(start).toMatchObject({ mode: 'list', value: 'me' });
	});

	it('has the seven body parameters as the API spells them', () => {
		expect(
			optionsOf('updateFields')
				.map(({ name }) => name)
				.sort(),
		).toEqual(['company', 'country', 'first_name', 'last_name', 'picture', 'username', 'website']);
	});

	it('has the documented options and defaults', () => {
		const defaults = optionsOf('options').map(({ name, default: value }) => [name, value]);
		expect(Object.fromEntries(defaults)).toEqual({
			dryRun: false,
			maxConcurrentRequests: 4,
			retryTimeout: 120,
			skipUnchanged: false,
			timeout: 60,
		});
	});
});
