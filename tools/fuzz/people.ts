import fc from 'fast-check';

import type { By, Who } from './types';

interface Name {
	id: string;
	username: string;
	email: string;
}

/** How many generated users there are beside the named ones. */
export const GENERATED = 4;

const generated = (n: number): Name => ({
	id: `a0${n.toString(16).padStart(22, '0')}`,
	username: `person-0000${n}`,
	email: `person-0000${n}@example.com`,
});

const named = (id: string, username: string, email: string): Name => ({ id, username, email });

/** Two people with one address but for upper and lower case. */
export const TWINS = [
	named('7e1000000000000000000001', 'twin-a', 'twin@example.com'),
	named('7e1000000000000000000002', 'twin-b', 'TWIN@example.com'),
];

/** Some that rows add and remove, and some that none of them knows. */
export const TAGS_OF_TWINS = ['theirs', 'north', 'own 1', 'tag2', 'own 2'];

const UBIDOTS: Name[] = [
	named('63d3f1247fefea000cd325af', 'testt', 'testt@example.com'),
	named('409dba9c67d3bb19f554', 'ines-duarte', 'ines.duarte@example.org'),
	named('64a1f0c2b7e4d90013aa0001', 'mara-lindqvist', 'mara.lindqvist@example.com'),
	named('64a1f0c2b7e4d90013aa0002', 'amara-okafor', 'amara.okafor@example.com'),
	named('64a1f0c2b7e4d90013aa0004', 'linh_nguyen', 'linh.nguyen+ops@example.org'),
	named('64a1f0c2b7e4d90013aa0006', 'Sean-OBrien', 'Sean.OBrien@example.com'),
	named('64a1f0c2b7e4d90013aa0007', 'fatima-alzahra', 'fatima.alzahra@example.org'),
	...Array.from({ length: GENERATED }, (_, index) => generated(index + 1)),
	...TWINS,
];

/** The owner of the token. */
export const ME = 'd81c8ee2-44b3-429f-b944-a33ad7437690';

const UPSUN: Name[] = [
	named(ME, 'robin-salgado', 'robin.salgado@example.com'),
	named('3c90c3cc-0d44-4b50-8888-8dd25736052a', 'jsmith', 'jsmith@example.com'),
	named('7b3f2a10-5c4d-4e6f-8a90-000000000001', 'aiko-tanaka', 'aiko.tanaka@example.org'),
	named('7b3f2a10-5c4d-4e6f-8a90-000000000007', 'greta-lund', 'Greta.Lund+upsun@example.org'),
];

const UNKNOWN_UUID = '11111111-2222-4333-8444-555555555555';

const UNKNOWN: Record<By, string[]> = {
	id: ['000000000000000000000000', 'ffffffffffffffffffffffff'],
	username: ['nobody-here', 'Testt', 'josé'],
	email: ['not.there@example.com', 'o,comma@example.com', 'jürgen@example.com'],
	me: ['me'],
};

/** Whether nobody has the key. */
export const isUnknown = (by: By, key: string) => UNKNOWN[by].includes(key) || key === UNKNOWN_UUID;

const exactly = (given: string): Who => ({ given, key: given });

/** Keys that every service's node has to refuse. */
const refused: fc.Arbitrary<Who> = fc
	.constantFrom<unknown>('', null, undefined, '..', ' ', 'a\nb')
	.map((given) => ({ given }));

/** Another spelling of the key: blanks around it, and capitals in an address. */
function otherSpelling(by: By, key: string): fc.Arbitrary<Who> {
	const forms = [{ given: ` ${key} `, key }];
	if (by === 'email') {
		forms.push(exactly(key.toUpperCase()) as never, exactly(key.toLowerCase()) as never);
	}
	return fc.constantFrom<Who>(...forms);
}

/** Whom a row of Ubidots is about. */
export const ubidotsWho = (by: 'id' | 'username' | 'email'): fc.Arbitrary<Who> =>
	fc.oneof(
		{ weight: 20, arbitrary: fc.constantFrom(...UBIDOTS).map((name) => exactly(name[by])) },
		{
			weight: 3,
			arbitrary: fc.constantFrom(...UBIDOTS).chain((name) => otherSpelling(by, name[by])),
		},
		{ weight: 3, arbitrary: fc.constantFrom(...UNKNOWN[by]).map(exactly) },
		{ weight: 1, arbitrary: refused },
	);

/** Whom a row of Upsun is about. */
export function upsunWho(by: By): fc.Arbitrary<Who> {
	if (by === 'me') return fc.constant(exactly('me'));
	const unknown = by === 'id' ? UNKNOWN_UUID : UNKNOWN[by][0];
	return fc.oneof(
		{ weight: 6, arbitrary: fc.constant(exactly(UPSUN[0][by])) },
		{ weight: 6, arbitrary: fc.constantFrom(...UPSUN).map((name) => exactly(name[by])) },
		{
			weight: 2,
			arbitrary: fc.constantFrom(...UPSUN).chain((name) => otherSpelling(by, name[by])),
		},
		{ weight: 1, arbitrary: fc.constant(exactly(unknown)) },
		{ weight: 1, arbitrary: refused },
	);
}
