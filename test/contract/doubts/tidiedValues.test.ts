import { ME, TESTT } from '../../support/people';
import { patches, rowsSent } from '../../support/requests';
import { bulkUpdate, byId, updateOf, upsunUpdateOf } from '../../support/setups';
import { useWorld } from '../../support/useWorld';

/** Values that come back tidied: each doubt, with a row whose values it changes. */
const world = useWorld();

const TIDIED = [
	['trim', { firstName: 'Amara ', lastName: ' Okafor' }],
	['emailDomain', { email: 'Boss@Example.COM' }],
	['emailCase', { email: 'Boss@Example.COM' }],
	['websiteSlash', { website: 'https://www.example.org/' }],
	['languageRegionUpper', { language: 'es-es' }],
	['languageRegionLower', { language: 'es-ES' }],
	['decimalsFromText', { decimalPlaces: '3' }],
	['tagsSorted', { tags: 'b,a' }],
	['tagsUnique', { tags: 'a,b,a' }],
	['numbersAsText', { decimalPlaces: 3 }],
	['emptyAsNull', { firstName: '', website: '' }],
] as const;

describe.each(TIDIED)('where the service tidies values: %s', (doubt, values) => {
	const row = { id: TESTT, ...values };
	beforeEach(() => {
		world.sandbox.options.normalisations = [doubt];
	});

	it('Confirm says applied', async () => {
		const { items } = await world.run(bulkUpdate({ confirm: true, confirmTimeout: 5 }), [row]);
		expect(items[0].json).toMatchObject({ status: 'applied' });
		expect(items[0].json).not.toHaveProperty('notVisible');
	});

	it('Skip Unchanged writes nothing the second time', async () => {
		await world.run(bulkUpdate(), [row]);
		world.sandbox.journal.clear();
		const { items } = await world.run(bulkUpdate({ skipUnchanged: true }), [row]);
		expect(items[0].json).toMatchObject({ status: 'unchanged' });
		expect(patches(world)).toEqual([]);
	});

	it('Update with Skip Unchanged writes nothing the second time', async () => {
		const fields = Object.fromEntries(
			Object.keys(values).map((name) => [name, `={{ $json.${name} }}`]),
		);
		await world.run(updateOf(byId(TESTT), fields), [row]);
		world.sandbox.journal.clear();
		await world.run(updateOf(byId(TESTT), fields, { skipUnchanged: true }), [row]);
		expect(patches(world)).toEqual([]);
	});
});

it('text of one line is sent trimmed', async () => {
	await world.run(bulkUpdate(), [{ id: ` ${TESTT} `, firstName: ' Zoë ', tags: ' a , b ' }]);
	expect(rowsSent(world)).toEqual([{ id: TESTT, firstName: 'Zoë', tags: ['a', 'b'] }]);
});

it.each([
	['trim', { first_name: 'Robin ', website: ' https://example.org' }],
	['websiteSlash', { website: 'https://www.example.org/' }],
] as const)('Upsun Update with Skip Unchanged does not rewrite: %s', async (doubt, fields) => {
	world.sandbox.options.normalisations = [doubt];
	await world.run(upsunUpdateOf(byId(ME), fields));
	world.sandbox.journal.clear();
	await world.run(upsunUpdateOf(byId(ME), fields, { skipUnchanged: true }));
	expect(patches(world)).toEqual([]);
});
