import { parseAssignments } from '../../../../../nodes/Ubidots/user/assignOrganizations/assignments';
import { byLabel, fromList } from '../../../../support/setups';

const row = (more: object = {}) => ({ label: byLabel('~acme'), role: fromList('viewer'), ...more });
const parsed = (...rows: unknown[]) => parseAssignments({ organization: rows });

describe('the rows of the form', () => {
	it('become labels without ~, in their order', () => {
		expect(parsed(row(), row({ label: 'city', role: '~admin' }))).toEqual([
			{ label: 'acme', role: 'viewer' },
			{ label: 'city', role: 'admin' },
		]);
	});

	it('may be a list that an expression gave', () => {
		expect(parseAssignments([{ label: 'acme', role: 'viewer' }])).toEqual([
			{ label: 'acme', role: 'viewer' },
		]);
	});

	it.each([undefined, null, {}, [], { organization: [] }, { organization: {} }, 'acme'])(
		'are missing in %j',
		(parameter) => {
			expect(() => parseAssignments(parameter)).toThrow(
				"'Organizations' has no rows: add an organization and the role in it",
			);
		},
	);

	it.each([null, 'acme', 5, ['acme']])('are not %j', (entry) => {
		expect(() => parsed(entry)).toThrow('instead of an organization and a role');
	});

	it.each(['', null, undefined, '~'])('need both labels: %j is none', (empty) => {
		const say = (title: string) =>
			`'${title}' is empty: choose one from the list, or enter its label`;
		expect(() => parsed(row({ label: fromList(empty) }))).toThrow(say('Organization'));
		expect(() => parsed(row(), row({ role: empty }))).toThrow(say('Role 2'));
	});

	it('are told apart by number where there are several', () => {
		const wrong = row({ label: 'a\nb' });
		expect(() => parsed(wrong)).toThrow("'Organization' has a line break");
		expect(() => parsed(row(), wrong)).toThrow("'Organization 2' has a line break");
	});
});

describe('the invitation of a row', () => {
	it('is sent where it is switched on, with the fields that were filled in', () => {
		const invitation = { message: 'Hi', subject: '', expires: '30', ubiAppId: null };
		expect(parsed(row({ sendInvitation: 'true', invitation }))[0].invitation).toEqual({
			expires: 30,
			message: 'Hi',
		});
		expect(parsed(row({ sendInvitation: true }))[0].invitation).toEqual({});
		expect(parsed(row({ sendInvitation: true, invitation: 'x' }))[0].invitation).toEqual({});
	});

	it('is not sent where it is switched off', () => {
		const [one] = parsed(row({ sendInvitation: false, invitation: { message: 'Hi' } }));
		expect(one).not.toHaveProperty('invitation');
	});

	it('of an expression is sent where there is one', () => {
		const [one, other] = parsed(row({ invitation: { message: 'Hi' } }), row());
		expect(one.invitation).toEqual({ message: 'Hi' });
		expect(other).not.toHaveProperty('invitation');
	});

	it('is refused by name where its switch or a field is wrong', () => {
		expect(() => parsed(row({ sendInvitation: 'perhaps' }))).toThrow("'Send Invitation' is");
		expect(() => parsed(row(), row({ sendInvitation: 2 }))).toThrow("'Send Invitation 2' is");
		const invitation = { expires: 'soon' };
		expect(() => parsed(row({ sendInvitation: true, invitation }))).toThrow("'Expires' ");
	});
});
