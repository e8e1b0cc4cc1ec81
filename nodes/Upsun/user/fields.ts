import type { Field } from '../../shared/form/fields';
import { type FieldType, identity, text, webAddress } from '../../shared/form/fieldTypes';
import { parseLine, WrongValue } from '../../shared/form/parse';
import { shown } from '../../shared/shown';
import { listOrEntry } from '../../shared/form/resourceLocator';
import { parseUrl } from '../../shared/path';

/** Upsun's reference says "2-letter country code" and has the example "EU", so only the format is checked. */
const country: FieldType = {
	...text,
	parse(value) {
		const code = parseLine(value);
		// Before toUpperCase, which turns 'ß' into two letters.
		if (/^[A-Za-z]{2}$/.test(code)) return code.toUpperCase();
		throw new WrongValue(`is ${shown(value)}: it has to be a two-letter country code, like DE`);
	},
};

function checkUrl(value: unknown): string | undefined {
	const text = String(value);
	return /^https?:\/\/\S+$/i.test(text) && parseUrl(text)
		? undefined
		: `is ${shown(value)}: it has to be a whole address that begins with http:// or https://`;
}

/**
 * All body parameters of "Update a user". URLs and countries cannot be emptied, because no empty value is documented for them; a
 * name or company is plain text, which may be empty.
 */
export const USER_FIELDS: readonly Field[] = [
	{
		name: 'username',
		displayName: 'Username',
		type: identity,
		description: 'New username',
		placeholder: 'e.g. jane-doe',
		consequence: () => 'renamed',
	},
	{
		name: 'first_name',
		displayName: 'First Name',
		type: text,
		description: 'First name of the user',
		placeholder: 'e.g. Jane',
		empty: '',
	},
	{
		name: 'last_name',
		displayName: 'Last Name',
		type: text,
		description: 'Last name of the user',
		placeholder: 'e.g. Doe',
		empty: '',
	},
	{
		name: 'picture',
		displayName: 'Picture URL',
		type: webAddress,
		description: 'Web address of a picture of the user',
		placeholder: 'e.g. https://www.example.com/jane.png',
		check: checkUrl,
	},
	{
		name: 'company',
		displayName: 'Company',
		type: text,
		description: 'Company of the user',
		placeholder: 'e.g. Example Ltd',
		empty: '',
	},
	{
		name: 'website',
		displayName: 'Website',
		type: webAddress,
		description: 'Website of the user',
		placeholder: 'e.g. https://www.example.com',
		check: checkUrl,
	},
	{
		name: 'country',
		displayName: 'Country',
		type: country,
		control: listOrEntry('searchCountries', 'code', 'e.g. DE'),
		description: 'Country of the user, as a two-letter code',
	},
];
