import { PASSWORD } from '../../../../support/people';
import { ubidots } from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

const world = useWorld();

it('the password of a new user is not shown when the answer repeats it', async () => {
	const body = { detail: `${PASSWORD} is too short.` };
	world.sandbox.faults.add({ match: { method: 'POST' }, answer: { status: 400, body } });
	const account = { username: 'fresh', email: 'fresh@example.com', password: PASSWORD };
	const { message } = await world.run(ubidots('create', account));
	expect(message).toContain('answered 400: ••• is too short.');
});
