import { breaches, CREDENTIALS, DESCRIPTIONS, NODES, PLACEHOLDERS, PLACES, TITLES } from './walk';

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
			// A locator and a column of a plan may have one name.
			const key = `${path.split(' > ')[0]} ${property.name} ${property.type}`;
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

/** Parameters that explain themselves; everything else has a description. */
const SELF_EXPLAINING = ['resource', 'operation', 'authentication', 'sessionToken'];
/** Titles that would only be said again. */
const COLLECTIONS = ['collection', 'fixedCollection'];

const show = ([path, text]: [string, string]) => `${path}: ${text}`;

describe('descriptions', () => {
	it('are there for every parameter that does not explain itself', () => {
		const wrong = breaches(
			PLACES,
			({ property: { name, type, description } }) =>
				SELF_EXPLAINING.includes(name) ||
				type === 'notice' ||
				COLLECTIONS.includes(type) ||
				(description ?? '').length > 0 ||
				type === 'resourceMapper',
			({ path }) => path,
		);
		expect(wrong).toEqual([]);
	});

	it('of a boolean begin with "Whether"', () => {
		const booleans = PLACES.filter(({ property }) => property.type === 'boolean');
		expect(booleans.length).toBeGreaterThan(8);
		const wrong = breaches(
			booleans,
			({ property }) => /^Whether /.test(property.description ?? ''),
			({ path, property }) => `${path}: ${property.description}`,
		);
		expect(wrong).toEqual([]);
	});

	it('of one sentence end without a full stop, of several with one', () => {
		const wrong = breaches(
			DESCRIPTIONS,
			([, text]) => {
				const hasSeveral = /[.!?] [A-Z0-9]/.test(text.replace(/\b(e\.g|i\.e)\. /g, ''));
				return hasSeveral === text.endsWith('.');
			},
			show,
		);
		expect(wrong).toEqual([]);
	});

	it('begin with a capital, and have no blanks too many', () => {
		const wrong = breaches(
			DESCRIPTIONS,
			([, text]) => /^[A-Z0-9]/.test(text) && text === text.trim() && !/ {2}|\n/.test(text),
			show,
		);
		expect(wrong).toEqual([]);
	});

	it('do not just repeat the title', () => {
		const wrong = breaches(
			PLACES,
			({ property }) =>
				property.description?.toLowerCase() !== property.displayName.toLowerCase() &&
				property.description !== `The ${property.displayName.toLowerCase()}`,
			({ path, property }) => `${path}: ${property.description}`,
		);
		expect(wrong).toEqual([]);
	});

	it('write ID, URL and JSON in capitals', () => {
		const wrong = breaches(
			DESCRIPTIONS,
			([, text]) => !/\b(Ids?|ids?|Urls?|urls?|Json|json)\b/.test(text),
			show,
		);
		expect(wrong).toEqual([]);
	});

	it('are in US English and plain', () => {
		const words = /\b(colour|organis|behaviour|cancelled|e-mail|login to|please|simply|just)\b/i;
		expect(breaches(DESCRIPTIONS, ([, text]) => !words.test(text), show)).toEqual([]);
	});

	it('of the nodes say in one line what they are for', () => {
		for (const { description } of NODES) {
			expect(description.description.length).toBeGreaterThan(20);
			expect(description.description.length).toBeLessThan(120);
		}
	});
});

describe('placeholders', () => {
	it('are an example, or say what to do', () => {
		expect(PLACEHOLDERS.length).toBeGreaterThan(20);
		const wrong = breaches(
			PLACEHOLDERS,
			([, text, { type }]) => {
				if (COLLECTIONS.includes(type)) return /^Add [a-z]/.test(text);
				return /^e\.g\. \S/.test(text) || /^Select an? [a-z]+\.\.\.$/.test(text);
			},
			([path, text]) => `${path}: ${text}`,
		);
		expect(wrong).toEqual([]);
	});

	it('are there for every collection', () => {
		const wrong = breaches(
			PLACES.filter(({ property }) => COLLECTIONS.includes(property.type)),
			({ property }) => property.placeholder !== undefined,
			({ path }) => path,
		);
		expect(wrong).toEqual([]);
	});

	it('of an email address are the one of the guidelines', () => {
		const emails = PLACES.filter(
			({ property: { name, type } }) => /^email(?!EndsWith)/i.test(name) && type === 'string',
		);
		expect(emails.length).toBeGreaterThan(3);
		for (const { property } of emails) expect(property.placeholder).toBe('e.g. name@email.com');
	});
});
