import { breaches, CREDENTIALS, NODES, PLACES, TITLES } from './walk';

/** Small words stay small inside a title. */
const SMALL = /^(a|an|and|as|at|by|for|from|in|of|on|or|per|the|to|with|vs|via)$/;

function isTitleCase(title: string): boolean {
	const words = title.replace(/[()]/g, '').split(' ');
	return words.every((word, index) => {
		const isOuter = index === 0 || index === words.length - 1;
		if (!isOuter && SMALL.test(word)) return true;
		// Inside parentheses "A to Z" begins anew.
		return /^[A-Z0-9]/.test(word);
	});
}

describe('titles', () => {
	it('are in Title Case', () => {
		const wrong = breaches(
			TITLES,
			([, title]) => isTitleCase(title),
			([path, title]) => `${path}: ${title}`,
		);
		expect(wrong).toEqual([]);
	});

	it('write ID, URL, JSON, API and SMS in capitals', () => {
		const wrong = breaches(
			TITLES,
			([, title]) => !/\b(Ids?|id|Urls?|url|Json|json|Api|api|Sms|sms)\b/.test(title),
			([path, title]) => `${path}: ${title}`,
		);
		expect(wrong).toEqual([]);
	});

	it('have no blanks around them, no final full stop and no emoji', () => {
		const wrong = breaches(
			TITLES,
			([, title]) =>
				title === title.trim() && !title.endsWith('.') && !/\p{Extended_Pictographic}/u.test(title),
			([path, title]) => `${path}: ${title}`,
		);
		expect(wrong).toEqual([]);
	});

	it('stand only once in one form', () => {
		const seen = new Set<string>();
		const twice = PLACES.filter(({ path, property, around }) => {
			const form = path.slice(0, path.lastIndexOf(' > '));
			const key = `${form} ${around.join()} ${property.displayName}`;
			const isKnown = seen.has(key);
			seen.add(key);
			return isKnown;
		});
		expect(twice.map(({ path }) => path)).toEqual([]);
	});
});

describe('names', () => {
	it('of nodes and credentials are as the contract says', () => {
		expect(NODES.map(({ description: { name, displayName } }) => [name, displayName])).toEqual([
			['ubidots', 'Ubidots'],
			['upsun', 'Upsun'],
		]);
		expect(CREDENTIALS.map(({ name, displayName }) => [name, displayName])).toEqual([
			['ubidotsApi', 'Ubidots API'],
			['upsunApi', 'Upsun API'],
		]);
	});

	it('of one parameter have one title, wherever it stands', () => {
		const titles = new Map<string, Set<string>>();
		for (const { path, property } of PLACES) {
			const key = `${path.split(' > ')[0]} ${property.name}`;
			titles.set(key, (titles.get(key) ?? new Set()).add(property.displayName));
		}
		const several = [...titles].filter(([, all]) => all.size > 1);
		expect(several.map(([key, all]) => `${key}: ${[...all].join(' / ')}`)).toEqual([]);
	});

	it('are camelCase, or as the API spells a field', () => {
		const wrong = breaches(
			PLACES,
			({ property }) => /^[a-z][A-Za-z]*$|^(first|last)_name$/.test(property.name),
			({ path }) => path,
		);
		expect(wrong).toEqual([]);
	});
});
