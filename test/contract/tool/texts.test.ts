import { userOperations as ubidotsOperations } from '../../../nodes/Ubidots/user';
import { userOperations as upsunOperations } from '../../../nodes/Upsun/user';
import { callTool, fromAi } from './tool';
import { setAccessToken } from '../../support/credentials';
import { AMARA } from '../../support/people';
import { requestLines } from '../../support/requests';
import { byId } from '../../support/setups';
import { useWorld } from '../../support/useWorld';

const world = useWorld();
beforeEach(() => setAccessToken(world));

const SERVICES = ['ubidots', 'upsun'] as const;

describe.each(SERVICES)('%s', (service) => {
	const operations = service === 'ubidots' ? ubidotsOperations : upsunOperations;

	it.each(operations.map(({ value, action }) => [value, action]))(
		'introduces itself to the model by what it does: %s',
		async (operation, action) => {
			const parameters = { descriptionType: 'auto', operation };
			const { description, name } = await callTool(world, service, parameters);
			expect(description).toBe(`${action} in ${service === 'ubidots' ? 'Ubidots' : 'Upsun'}`);
			expect(name).toBe('Keep_users');
		},
	);

	it('writes nothing when nobody has set anything', async () => {
		const { failure } = await callTool(world, service, {});
		expect(failure).toMatch(/'User'|Nothing to update/);
		expect(requestLines(world)).toEqual([]);
	});
});

describe('a tool that fails', () => {
	it('tells the model what is wrong and what to do, and nothing secret', async () => {
		world.setCredential('ubidots', { token: 'BBFF-someWrongToken' });
		const parameters = { operation: 'get', userKey: byId(fromAi('User')) };
		const { failure, execution } = await callTool(world, 'ubidots', parameters, { User: AMARA });
		expect(failure).toContain('401');
		expect(failure).toContain('check the token');
		expect(failure).not.toContain('BBFF');
		expect(execution.stored()).not.toContain('BBFF-someWrongToken');
	});

	it('tells the model that there is no such user', async () => {
		const parameters = { operation: 'delete', userKey: byId(fromAi('User')) };
		const { failure } = await callTool(world, 'ubidots', parameters, { User: 'nobody' });
		expect(failure).toContain("'nobody'");
		expect(failure).toContain('no such user');
	});

	it('refuses what the model made up before any request', async () => {
		const parameters = { operation: 'get', userId: byId(fromAi('User')) };
		const { failure } = await callTool(world, 'upsun', parameters, { User: 'robin' });
		expect(failure).toContain("'robin'");
		expect(failure).toContain("'me'");
		expect(requestLines(world)).toEqual([]);
	});
});
