import type { IDataObject } from 'n8n-workflow';

import { requests } from '../../../../support/requests';
import { type OnError, upsun } from '../../../../support/setups';
import type { NodeSetup, World } from '../../../../support/world';

/** Member of Acme Energy, in its team, with access to a project. */
export const BJORN = '7b3f2a10-5c4d-4e6f-8a90-000000000002';
export const BJORN_EMAIL = 'bjorn.asgeirsson@example.org';
/** Member of Acme Energy and of City Lights, in the team. */
export const DILNOZA = '7b3f2a10-5c4d-4e6f-8a90-000000000004';
export const DILNOZA_EMAIL = 'dilnoza.karimova@example.org';
/** Invited to Acme Energy, and nothing else. */
export const HANA_EMAIL = 'hana.novak@example.org';

/** The organization, project or team of this name. */
export const idOf = ({ sandbox: { upsun: service } }: World, name: string): string => {
	const { organizations, projects, teams } = service;
	const found = [
		...organizations.map(({ id, label }) => ({ id, text: label })),
		...projects.map(({ id, title }) => ({ id, text: title })),
		...teams.map(({ id, label }) => ({ id, text: label })),
	].find(({ text }) => text === name);
	return found?.id ?? `no ${name}`;
};

/** Offboard that writes, of the address that the item holds. */
export const offboard = (parameters: IDataObject = {}, onError?: OnError): NodeSetup =>
	upsun(
		'offboard',
		{
			email: '={{ $json.email }}',
			dryRun: false,
			options: { maxConcurrentRequests: 1 },
			...parameters,
		},
		onError,
	);

export const rows = (...emails: string[]) => emails.map((email) => ({ email }));

/** What was to be taken away, in order, with names in the place of IDs. */
export function deletions(world: World): string[] {
	const { users, organizations, projects, teams } = world.sandbox.upsun;
	const names = new Map([
		...users().map(({ id, username }) => [id, username] as const),
		...organizations.map(({ id, label }) => [id, label] as const),
		...projects.map(({ id, title }) => [id, title] as const),
		...teams.map(({ id, label }) => [id, label] as const),
		...[...organizations, ...projects].flatMap(({ invitations }) =>
			invitations.map(({ id, email }) => [id, email] as const),
		),
	]);
	return requests(world)
		.filter(({ method }) => method !== 'GET')
		.map(({ method, path }) =>
			[method, ...path.split('/').map((part) => names.get(part) ?? part)].join(' '),
		)
		.map((line) => line.replace('  ', ' '));
}
