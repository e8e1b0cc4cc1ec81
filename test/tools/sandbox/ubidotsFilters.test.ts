import { generatedUserId } from '../../../tools/sandbox';

import { ubidotsClient, useSandbox } from './support';

const used = useSandbox({ users: 130 });

const names = async (params: Record<string, string | number>): Promise<string[]> => {
	const { data } = await ubidotsClient(used.sandbox).get('/api/v2.0/users/', {
		params: { page_size: 200, fields: 'username', ...params },
	});
	return data.results.map(({ username }: { username: string }) => username);
};

const filters: Array<[Record<string, string>, string[]]> = [
	[{ username: 'testt' }, ['testt']],
	[{ username__iexact: 'TESTT' }, ['testt']],
	[{ username__in: 'testt,nobody,wei-zhang' }, ['testt', 'wei-zhang']],
	[{ username__startswith: 'Sean' }, ['Sean-OBrien']],
	[{ username__istartswith: 'sean' }, ['Sean-OBrien']],
	[{ username__endswith: 'makoa' }, ['kai-makoa']],
	[{ username__iendswith: 'MAKOA' }, ['kai-makoa']],
	[{ email: 'sean.obrien@example.com' }, []],
	[{ email__iexact: 'sean.obrien@example.com' }, ['Sean-OBrien']],
	[{ email__in: 'Sean.OBrien@example.com,wei.zhang@example.org' }, ['Sean-OBrien', 'wei-zhang']],
	[{ email__icontains: '+OPS' }, ['linh_nguyen']],
	[{ firstName: 'José' }, ['jose-ibanez']],
	[{ first_name__contains: 'os' }, ['jose-ibanez']],
	[{ last_name: 'Mākoa' }, ['kai-makoa']],
	[{ name__icontains: 'wei' }, []],
	[{ isActive: 'false' }, ['noor-haddad']],
	[{ is_active: 'False' }, ['noor-haddad']],
	[{ createdAt__lt: '2022-01-01' }, ['mara-lindqvist']],
	[{ created_at__gte: '2023-11-30T20:00:00Z' }, ['kai-makoa']],
	[{ created_at__range: '2022-06-01,2022-08-01' }, ['fatima-alzahra']],
	[{ lastLogin__isnull: 'false', isActive: 'true' }, ['mara-lindqvist', 'testt']],
	[{ organizationsCount__gt: '2' }, ['mara-lindqvist']],
	[{ decimalPlaces: '0' }, ['wei-zhang']],
	[{ decimal_places__lte: '2' }, ['amara-okafor', 'wei-zhang']],
	[{ organization__label: 'my-third-customer' }, ['testt']],
	[{ organization__name__istartswith: 'cliente' }, ['testt']],
	[{ organization__label__in: 'my-third-customer,none' }, ['testt']],
	[{ tags: 'tag1,tag2' }, ['testt']],
	[{ tags: '["tag2","tag1"]' }, []],
	[{ tags__contains: 'field,pumps' }, ['wei-zhang']],
	[{ tags__overlap: 'pumps,office' }, ['jose-ibanez', 'wei-zhang']],
	[{ tags__contained_by: 'tag1,tag2,tag3', tags__len: '2' }, ['testt']],
	[{ tags__len: '3' }, ['wei-zhang']],
	[{ properties__has_key: 'deactivation_timestamp' }, ['noor-haddad']],
	[{ properties__has_any_keys: 'a,password_update_timestamp' }, ['testt']],
	[{ properties__contains: '{"password_update_timestamp":1712608765455}' }, ['testt']],
	[{ 'isActive!': 'true' }, ['noor-haddad']],
	[{ username__in: 'testt,kai-makoa', 'username!': 'testt' }, ['kai-makoa']],
];

describe('a filter on users', () => {
	it.each(filters)('%j', async (params, expected) => {
		expect((await names(params)).sort()).toEqual(expected.sort());
	});

	it('on an unknown attribute or with an unknown operator filters nothing', async () => {
		expect(await names({ shoeSize: '44', username__sounds: 'x' })).toHaveLength(142);
	});

	it('finds two users of one address', async () => {
		used.sandbox.ubidots.put({ username: 'twin', email: 'testt@example.com' });
		expect(await names({ email__in: 'testt@example.com' })).toEqual(['testt', 'twin']);
	});

	it('with a list of ids may be ignored or honour its first value only', async () => {
		const { options } = used.sandbox;
		const id__in = [generatedUserId(7), generatedUserId(8)].join(',');
		expect(await names({ id__in })).toEqual(['person-00007', 'person-00008']);
		options.honourInFilters = 'first';
		expect(await names({ id__in })).toEqual(['person-00007']);
		options.honourInFilters = 'ignored';
		expect(await names({ id__in })).toHaveLength(142);
		options.honourInFilters = true;
	});
});
