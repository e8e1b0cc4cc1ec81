import type { Parameter } from '../../../tools/fuzz/secrets/parameters';

/** A kind of cell that is refused before any request, and where it is not. */
interface Kind {
	cells: unknown[];
	isRefusedBy(parameter: Parameter): boolean;
}

export const named = (names: string) => new Set(names.split(' '));

/** What has no text in it but a person's or a company's name, or prose: nobody is told apart by it. */
const NAMES = named(
	'firstName lastName first_name last_name company search message subject properties changes',
);
/** Free values that the service knows; it refuses any other. */
const FREE = named('language numberFormat timezone website ubiAppId password');
const LISTS = named('tags tagsToAdd tagsToRemove tag values exceptUsers organizations');
const EMAILS = named('email emailAddress');

export const isFilter = ({ name }: Parameter) => /^(filters|scope)\./.test(name);
const isEmail = (parameter: Parameter) =>
	EMAILS.has(parameter.leaf) || /\(email\)$/.test(parameter.name);
/** What a person's own data are in, as JSON: any text may be meant there. */
export const isInside = ({ name }: Parameter) => name.endsWith('(in an object)');

/** The table: what is refused, and by which parameters. A new one refuses everything, or is named here. */
export const KINDS: Record<string, Kind> = {
	'a character that was lost': { cells: ['Jos\ufffd'], isRefusedBy: () => true },
	'UTF-8 that was read as latin1': {
		cells: ['JosÃ©', 'Ã\u0081lvaro', 'D\u00e2\u20ac\u2122Arcy'],
		isRefusedBy: () => true,
	},
	'half of a character': {
		cells: ['a\ud800'],
		isRefusedBy: (parameter) => !isInside(parameter),
	},
	'an error of a spreadsheet': {
		cells: ['#N/A', '#REF!', 'Dr. #NAME?', '#DIV/0!@example.com'],
		isRefusedBy: () => true,
	},
	'an error of a spreadsheet in another language': {
		cells: ['#BEZUG!', '#NV', '#¿NOMBRE?', '#DEEL/0!'],
		isRefusedBy: (parameter) => !isInside(parameter),
	},
	'what an expression left behind': {
		cells: [
			'undefined undefined',
			'undefined@example.com',
			'Dr. [object Object]',
			'{{ $json.name }}',
			'Invalid DateTime',
		],
		isRefusedBy: () => true,
	},
	'a number that a spreadsheet has shortened': {
		cells: ['5.73306E+11', '1,2E+5'],
		isRefusedBy: (parameter) => parameter.leaf !== 'decimalPlaces' && !isInside(parameter),
	},
	'nothing but white space': {
		cells: [' ', '\u00a0\t', '\u200b\u200d'],
		isRefusedBy: (parameter) =>
			!isInside(parameter) && !isOptionalPassword(parameter) && parameter.leaf !== 'fields',
	},
	'a line break inside': {
		cells: ['a\nb', 'a\r\nb', 'a\tb', 'a\u2028b'],
		isRefusedBy: (parameter) =>
			!isInside(parameter) && !['message', 'password'].includes(parameter.leaf),
	},
	'an invisible character': {
		cells: ['otto\u200b', '\u202eotto', 'otto.berg@example.org\u200b'],
		isRefusedBy: ({ leaf }) => !NAMES.has(leaf) && !FREE.has(leaf),
	},
	'a byte order mark': {
		cells: ['\ufeffotto', '\ufeffotto.berg@example.org'],
		isRefusedBy: ({ leaf }) => !NAMES.has(leaf) && !FREE.has(leaf) && !LISTS.has(leaf),
	},
	'another separator': {
		cells: [
			'field; shift-a',
			'field|shift-a',
			'field；shift-a',
			'a@example.com; b@example.com',
			['field; shift-a'],
			'["field, shift-a"]',
		],
		isRefusedBy: ({ leaf }) => LISTS.has(leaf),
	},
	'no address, or more than one': {
		cells: [
			'N/A',
			'email',
			'mailto:a@example.com',
			'Ada <a@example.com>',
			'a@example.com, b@example.com',
			'a@',
			'a@b@c',
			'a b@example.com',
		],
		isRefusedBy: (parameter) => isEmail(parameter) && !isFilter(parameter),
	},
	'a mask': { cells: ['****', '••••••', ' ** '], isRefusedBy: ({ isPassword }) => isPassword },
};

/** Of a person who is there already a sync needs none. */
const isOptionalPassword = ({ operation, leaf }: Parameter) =>
	operation === 'sync' && leaf === 'password';
