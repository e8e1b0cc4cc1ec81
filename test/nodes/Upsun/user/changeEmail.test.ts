import { setAccessToken } from '../../../support/credentials';
import { ME } from '../../../support/people';
import { requestsInFull } from '../../../support/requests';
import { byId, upsun } from '../../../support/setups';
import { useWorld } from '../../../support/useWorld';

const world = useWorld();
beforeEach(() => setAccessToken(world));

describe('the new address of Change Email', () => {
	const change = async (emailAddress: unknown) =>
		await world.run(upsun('changeEmail', { userId: byId(ME), emailAddress }));

	it('is sent without the blanks around it, otherwise as it was given', async () => {
		await change('  Robin.New+upsun@Example.com ');
		expect(requestsInFull(world)[0].body).toEqual({ email_address: 'Robin.New+upsun@Example.com' });
	});

	it.each([
		'={{ "" }}',
		'robin',
		'robin@',
		'@x.example',
		'a b@x.example',
		'={{ null }}',
		'={{ 7 }}',
	])('(%s) is refused before any request when it is none', async (emailAddress) => {
		const { message } = await change(emailAddress);
		expect(message).toContain("'Email Address'");
		expect(requestsInFull(world)).toEqual([]);
	});

	it('that somebody else has is refused by Upsun, in words', async () => {
		const { message, error } = await change('aiko.tanaka@example.org');
		expect(message).toContain('This email address is already in use.');
		expect(error?.httpCode).toBe('409');
	});
});
