import { setAccessToken } from '../../../../support/credentials';
import { JSMITH, ME } from '../../../../support/people';
import { requestLines } from '../../../../support/requests';
import {
	BY_ID_OF_ITEM,
	CONTINUE,
	type OnError,
	TO_ERROR_OUTPUT,
	upsunUpdateOf,
} from '../../../../support/setups';
import { useWorld } from '../../../../support/useWorld';

const world = useWorld();
beforeEach(() => setAccessToken(world));

/** Good, malformed, forbidden, good. */
const items = [
	{ id: ME, country: 'de' },
	{ id: ME, country: 'Germany' },
	{ id: JSMITH, country: 'FR' },
	{ id: ME, country: 'se' },
];

const update = async (onError?: OnError, some = items) =>
	await world.run(
		upsunUpdateOf(
			BY_ID_OF_ITEM,
			{ country: '={{ $json.country }}' },
			{ maxConcurrentRequests: 1 },
			onError,
		),
		some,
	);

const MALFORMED =
	"'Country' is 'Germany': it has to be a country code of two letters, like DE [item 1]";

it('everything checkable is checked for all items before the first request', async () => {
	const { message, description, items: output } = await update();
	expect(message).toBe(MALFORMED);
	expect([description, output]).toEqual(['No request was sent.', []]);
	expect(requestLines(world)).toEqual([]);
});

it('with Continue On Fail bad rows become error items in their places, and good ones are sent', async () => {
	const { items: output } = await update(CONTINUE);
	expect(output.map(({ json }) => json.country ?? Object.keys(json))).toEqual([
		'DE',
		['error', 'details'],
		['error', 'details'],
		'SE',
	]);
	expect(output.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
	expect(requestLines(world)).toEqual([ME, JSMITH, ME].map((id) => `PATCH /users/${id}`));
});

it('error items come out of the error output with their input', async () => {
	const { items: output, errorItems } = await update(TO_ERROR_OUTPUT);
	expect(output.map(({ json }) => json.country)).toEqual(['DE', 'SE']);
	expect(errorItems.map(({ json }) => [json.id, json.country, typeof json.error])).toEqual([
		[ME, 'Germany', 'string'],
		[JSMITH, 'FR', 'string'],
	]);
});

it('without it, a run that is stopped says what was updated, failed and not sent', async () => {
	const { message, description } = await update(
		undefined,
		items.filter(({ country }) => country !== 'Germany'),
	);
	expect(message).toMatch(/Upsun answered 403: .* \[item 1\]$/);
	expect(description?.split('\n')).toEqual([
		'Updated: item 0 (1)',
		'Failed: item 1 (1)',
		'Not sent: item 2 (1)',
	]);
});
