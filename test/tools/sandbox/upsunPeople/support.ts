import type { AxiosResponse } from 'axios';

import { generatedUpsunId, type UpsunAccess } from '../../../../tools/sandbox';
import { makeOrganization, type Made } from '../../../support/organizations';
import { upsunClient, useSandbox } from '../support';

export const [FIRST, SECOND, THIRD] = [1, 2, 3].map(generatedUpsunId);

/** A sandbox with an organization of three members beside the owner of the token, a project and a team. */
export function usePeople() {
	const used = useSandbox();
	let made: Made;
	beforeEach(() => {
		made = makeOrganization(used, { members: 3, projects: 1, teams: 1 });
	});
	const ask = async (method: string, url: string, data?: unknown): Promise<AxiosResponse> =>
		await upsunClient(used.sandbox).request({ method, url, data });
	const upsun = (): UpsunAccess => used.sandbox.upsun;
	return {
		used,
		ask,
		status: async (...call: Parameters<typeof ask>) => (await ask(...call)).status,
		upsun,
		made: () => made,
		paths: () => ({
			organization: `/organizations/${made.id}`,
			project: `/projects/${made.projectIds[0]}`,
			team: `/teams/${made.teamIds[0]}`,
		}),
		members: () =>
			Object.keys(upsun().organizations.find(({ id }) => id === made.id)?.members ?? {}),
		users: () =>
			Object.keys(upsun().projects.find(({ id }) => id === made.projectIds[0])?.users ?? {}),
		inTeam: () =>
			Object.keys(upsun().teams.find(({ id }) => id === made.teamIds[0])?.members ?? {}),
	};
}
