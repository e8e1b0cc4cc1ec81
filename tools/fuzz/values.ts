import fc from 'fast-check';

import type { Value } from './types';

const good = (given: unknown, sent: unknown = given): Value => ({ given, sent });
const byNode = (given: unknown): Value => ({ given, refusedBy: 'node' });
const byService = (given: unknown, sent: unknown = given): Value => ({
	given,
	sent,
	refusedBy: 'service',
});

const SAME: Value = { same: true };

/** Text as people have it in their names: no control characters, which the node refuses. */
const words = fc.oneof(
	fc.constantFrom(
		'Ada',
		'Zoë',
		'王小明',
		'فاطمة',
		"O'Brien",
		'👩‍🚒 Kim',
		'A "quote" \\ back',
		'e\u0301',
	),
	fc
		.string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
		.filter((text) => !/[\p{Cc}\p{Cs}]/u.test(text) && text.trim() !== ''),
);

const chosen = (...values: Value[]) => fc.constantFrom(...values);

/** Free text that an empty value, null included, empties. */
const text = (empty: '' | null): fc.Arbitrary<Value> =>
	fc.oneof(
		{ weight: 6, arbitrary: words.map((word) => good(word, word.trim())) },
		{ weight: 3, arbitrary: chosen(SAME, good('', empty), good(null, empty), good(7, '7')) },
		{ weight: 1, arbitrary: chosen(byNode('two\nlines'), byNode(['a list']), byNode(' ')) },
	);

/** Values that no two rows of a run share, made from a number. */
const unique = (make: (n: number) => string) => fc.nat(1_000_000).map((n) => good(make(n)));

const wrongLine = chosen(byNode(''), byNode(null), byNode({ a: 1 }));

const PASSWORDS = ['Pä"ss\\wörd&', "it's <b>+ 100%", 'Plain-Passw0rd-'];

const password = fc
	.record({ base: fc.constantFrom(...PASSWORDS), n: fc.nat(1_000_000) })
	.map(({ base, n }) => good(`${base}${n}-zQ`));

const manyTags = Array.from({ length: 21 }, (_, n) => `t${n}`);

const tags = fc.oneof(
	fc
		.array(fc.constantFrom('north', 'south', 'night shift', 'Ω'), { maxLength: 3 })
		.chain((list) => chosen(good(list), good(JSON.stringify(list), list))),
	chosen(SAME, good('a, b', ['a', 'b']), good('', []), good(null, []), good([], [])),
	chosen(byNode(manyTags), byNode(['x'.repeat(51)])),
);

const SOME_TAGS = ['north', 'night shift', 'Ω', 'owner', 'field', 'shift-a', 'tag1', 'tag2'];

/** Tags to add to a user's own, or to take from them. */
const tagEdit = (wrong: Value) =>
	fc.oneof(
		{
			weight: 8,
			arbitrary: fc
				.array(fc.constantFrom(...SOME_TAGS), { maxLength: 3 })
				.chain((list) =>
					chosen(good(list), good(JSON.stringify(list), list), good(list.join(' , '), list)),
				),
		},
		{ weight: 3, arbitrary: chosen(SAME, good('', []), good(null, []), good([], [])) },
		{ weight: 1, arbitrary: chosen(wrong, byNode([{ a: 1 }]), good(manyTags.slice(0, 19))) },
	);

const sms = [{ type: 'sms', values: ['+57 330 555'] }];

/** Names of people whom other rows may be of, and one that several rows may give, in two spellings. */
const OTHERS_NAMES = chosen(
	byService('person-00001'),
	byService('amara-okafor'),
	byService('shared'),
	byService('Shared'),
);
const OTHERS_ADDRESSES = chosen(
	byService('person-00001@example.com'),
	byService('AMARA.okafor@example.com'),
	byService('shared@example.net'),
	byService('Shared@example.net'),
);

/** Values of every body parameter of Ubidots. */
export const UBIDOTS_VALUES: Record<string, fc.Arbitrary<Value>> = {
	username: fc.oneof(
		unique((n) => `fresh-${n}`),
		chosen(SAME, byService('otto-berg'), byService('josé'), byService('two words')),
		OTHERS_NAMES,
		wrongLine,
	),
	password: fc.oneof({ weight: 6, arbitrary: password }, { weight: 1, arbitrary: wrongLine }),
	firstName: text(''),
	lastName: text(''),
	email: fc.oneof(
		unique((n) => `Fresh.${n}@example.net`),
		chosen(SAME, byService('otto.berg@example.org'), byService('no@address')),
		OTHERS_ADDRESSES,
		wrongLine,
	),
	defaultOrganization: chosen(
		SAME,
		good('acme-energy'),
		good('61c0a2de4f1b8e000a51d003'),
		good(null),
		good('', null),
		byService('nowhere'),
	),
	defaultRole: chosen(SAME, good('operator'), good('viewer'), good(null), byService('king')),
	language: text(null),
	website: text(''),
	timezone: text(null),
	decimalPlaces: chosen(
		SAME,
		good(3),
		good('4', 4),
		good(0),
		good(null),
		good('', null),
		byNode('many'),
		byNode(1.5),
	),
	numberFormat: text(null),
	isActive: chosen(
		SAME,
		good(true),
		good(false),
		good('FALSE', false),
		good(1, true),
		good('yes', true),
		byNode('maybe'),
		byNode(null),
	),
	tags,
	tagsToAdd: tagEdit(byNode(manyTags)),
	tagsToRemove: tagEdit(byNode('[north]')),
	contactMethods: chosen(
		SAME,
		good(sms),
		good(JSON.stringify(sms), sms),
		good(null, []),
		byNode([{ type: 'fax', values: ['1'] }]),
		byNode('none'),
	),
	properties: chosen(
		good({ department: 'HR', level: 2 }),
		good('{"a":{"b":[1]}}', { a: { b: [1] } }),
		byNode('none'),
		byNode(null),
	),
};

const url = (path: string) => `https://www.example.com/${path}`;

/** Values of every body parameter of Upsun. */
export const UPSUN_VALUES: Record<string, fc.Arbitrary<Value>> = {
	username: fc.oneof(
		unique((n) => `fresh-${n}`),
		chosen(SAME, byService('jsmith'), byService('a@b')),
		wrongLine,
	),
	first_name: text(''),
	last_name: text(''),
	picture: fc.oneof(
		unique((n) => url(`${n}.png`)),
		chosen(SAME, byNode('x'), byNode('')),
	),
	company: text(''),
	website: fc.oneof(
		unique((n) => url(`${n}`)),
		chosen(SAME, byNode('ftp://a.example'), byNode(null)),
	),
	country: chosen(SAME, good('de', 'DE'), good(' SE ', 'SE'), byNode('DEU'), byNode('')),
};
