import type { IDataObject } from 'n8n-workflow';

import { requests } from '../../../../support/requests';
import { hintsOf as allHintsOf } from '../../../../support/outputs';
import { type OnError, settingsOf, sync } from '../../../../support/setups';
import type { NodeSetup, Result, World } from '../../../../support/world';

/** People whom a list is about: `crew-1` to `crew-n`, all with addresses at `crew.example`. */
export const crewId = (n: number) => `c0de${String(n).padStart(20, '0')}`;
export const crewName = (n: number) => `crew-${n}`;
export const crewEmail = (n: number) => `crew-${n}@crew.example`;

export const CREW = { emailEndsWith: '@crew.example' };

/** Puts so many of them into the service, all with the tag `crew`. */
export function putCrew({ sandbox }: World, count: number): void {
	for (let n = 1; n <= count; n++) {
		sandbox.ubidots.put({
			id: crewId(n),
			username: crewName(n),
			email: crewEmail(n),
			firstName: 'Crew',
			tags: ['crew'],
		});
	}
}

/** Rows that name these people and change nothing. */
export const crewRows = (...numbers: number[]): IDataObject[] =>
	numbers.map((n) => ({ username: crewName(n), email: crewEmail(n), firstName: 'Crew' }));

/** A sync of the crew: leavers are switched off unless told otherwise, however many they are. */
export const syncCrew = (
	{ options, ...parameters }: { options?: IDataObject } & IDataObject = {},
	onError?: OnError,
): NodeSetup =>
	sync(
		{
			leavers: 'deactivate',
			scope: CREW,
			...parameters,
			...settingsOf({ maxLeavers: 1000, retryTimeout: 0, ...options }),
		},
		onError,
	);

/** What has become of these people: `on`, `off` or `gone`. */
export const fateOf = ({ sandbox }: World, ...numbers: number[]): string[] =>
	numbers.map((n) => {
		const user = sandbox.ubidots.user(crewId(n));
		return user === undefined ? 'gone' : user.isActive ? 'on' : 'off';
	});

/** The requests that write, in order: `PATCH crew-1 crew-2` by the IDs of a bulk update, `POST crew-9`, `DELETE crew-3`. */
export const writes = (world: World): string[] =>
	requests(world)
		.filter(({ method }) => method !== 'GET')
		.map(({ method, path, body }) => {
			if (method === 'POST') return `POST ${String((body as IDataObject).username)}`;
			const ids = Array.isArray(body)
				? (body as IDataObject[]).map(({ id }) => String(id))
				: [path.split('/').pop() ?? ''];
			return `${method} ${ids.map((id) => id.replace(/^c0de0*/, 'crew-')).join(' ')}`;
		});

/** Of every sync that may take access away and names no exception. */
export const NOBODY_EXCEPTED =
	"'Except Users' protects nobody: add the owner of the account, and whoever shall never lose access";

/** The sentences above the output, without the one that nearly all of these syncs have. */
export const hintsOf = (result: Result): string[] =>
	allHintsOf(result).filter((message) => message !== NOBODY_EXCEPTED);
