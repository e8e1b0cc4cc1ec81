import { isRecord } from '../../../nodes/shared/objects';
import type { SandboxOptions } from '../../sandbox';
import { firstWriteOf, kept, normalised, textsOf } from '../sharedWrites';
import {
	type Answer,
	CannotTell,
	type Context,
	differs,
	holds,
	type Steps,
	theTestUser,
} from '../step';
import { ALL_FIELDS, omitted } from './lists';

async function email(context: Context): Promise<Answer> {
	const address = String(theTestUser(context).before.email);
	const [local, domain = ''] = address.split('@');
	const sent = `${local.charAt(0).toUpperCase()}${local.slice(1)}@${domain.toUpperCase()}`;
	return await kept(
		context,
		{ email: sent },
		{
			email: [
				[sent.toLowerCase(), normalised('emailCase')],
				[sent.replace(/@.*$/, (end) => end.toLowerCase()), normalised('emailDomain')],
			],
		},
	);
}

/** Whether a value of another type is refused, as it shall be. */
async function numbers(context: Context): Promise<Answer> {
	const user = theTestUser(context);
	const switches: SandboxOptions[] = [];
	const text = await user.patch({ decimalPlaces: '2' });
	if (text.reply.status < 300 && text.shown.decimalPlaces === 2)
		switches.push(normalised('decimalsFromText'));
	const fraction = await user.patch({ decimalPlaces: 2.6 });
	if (fraction.reply.status < 300 && fraction.shown.decimalPlaces === 3)
		switches.push(normalised('decimalsRounded'));
	const says = `A text was answered with ${text.reply.status}, a fraction with ${fraction.reply.status}.`;
	return switches.length > 0 ? differs(says, ...switches) : holds(says);
}

async function username(context: Context): Promise<Answer> {
	const user = theTestUser(context);
	const { reply } = await user.patch({ username: `${String(user.before.username)} live` });
	if (reply.status < 300) return differs('A space was accepted.', { strictUsernames: false });
	return holds(`A space was refused with ${reply.status}.`);
}

async function properties(context: Context): Promise<Answer> {
	const user = theTestUser(context);
	const before = user.before.properties;
	const own = isRecord(before)
		? Object.keys(before).filter((key) => !SYSTEM_KEYS.includes(key))
		: [];
	if (!isRecord(before) || own.length === 0)
		throw new CannotTell(
			'Give the test user a property of its own: none could have been put back.',
		);
	const others = Object.fromEntries(Object.entries(before).filter(([key]) => key !== own[0]));
	const { shown } = await user.patch({ properties: others });
	const isMerged = isRecord(shown.properties) && own[0] in shown.properties;
	return holds(isMerged ? 'They are merged.' : 'They are replaced.');
}

/** Written by Ubidots itself (user object page). */
const SYSTEM_KEYS = [
	'password_update_timestamp',
	'deactivation_timestamp',
	'is_historic_data_deleted',
	'send_invitation',
];

async function shownByWrite(context: Context): Promise<Answer> {
	const { reply } = await theTestUser(context).patch({ lastName: 'Live check' });
	if (!isRecord(reply.body)) throw new CannotTell(`Status ${reply.status} and no user.`);
	return omitted(
		[reply.body],
		'write',
		ALL_FIELDS.filter((name) => name !== 'organizations'),
	);
}

const types = async (context: Context) =>
	await kept(
		context,
		{ firstName: '12', decimalPlaces: 3 },
		{
			firstName: [[12, normalised('textAsNumbers')]],
			decimalPlaces: [['3', normalised('numbersAsText')]],
		},
	);
const empty = async (context: Context) =>
	await kept(
		context,
		{ firstName: '', lastName: '', website: '', language: null, decimalPlaces: null, tags: [] },
		{
			firstName: [[null, normalised('emptyAsNull')]],
		},
	);
const website = async (context: Context) =>
	await kept(
		context,
		{ website: 'https://example.com/live/' },
		{
			website: [['https://example.com/live', normalised('websiteSlash')]],
		},
	);
const language = async (context: Context) =>
	await kept(
		context,
		{ language: 'es-Es' },
		{
			language: [
				['es-ES', normalised('languageRegionUpper')],
				['es-es', normalised('languageRegionLower')],
			],
		},
	);
const tags = async (context: Context) =>
	await kept(
		context,
		{ tags: ['live-b', 'Live-A', 'live-b'] },
		{
			tags: [
				[['Live-A', 'live-b', 'live-b'], normalised('tagsSorted')],
				[['live-b', 'live-a', 'live-b'], normalised('tagsLowerCase')],
				[['live-b', 'Live-A'], normalised('tagsUnique')],
			],
		},
	);

export const writeSteps: Steps = {
	...firstWriteOf('firstName'),
	...textsOf('firstName'),
	'fields-of-write': {
		what: 'The answer to an update shows every field.',
		source: 'Page: update-user (the example of its answer)',
		ifFalse: 'a field that is not shown is listed in `notVisible`',
		played: [{ omittedFields: ['tags'], omittedFrom: ['write'] }],
		run: shownByWrite,
	},
	'types-as-sent': {
		what: 'Texts are shown as texts and numbers as numbers.',
		source: 'Page: user-object',
		ifFalse: 'values are compared as texts',
		played: [normalised('textAsNumbers'), normalised('numbersAsText')],
		run: types,
	},
	'empty-values': {
		what: 'The defaults of the tables (`""`, `null`, `[]`) empty a field and are shown as they were sent.',
		source: 'Page: create-user (defaults); that they empty is inference',
		ifFalse: 'null and an empty text are compared as the same',
		played: [normalised('emptyAsNull')],
		run: empty,
	},
	'decimal-places': {
		what: 'Decimal places that are no whole number are refused.',
		source: 'Page: update-user (type Integer)',
		ifFalse: 'nothing: they are checked before they are sent',
		played: [normalised('decimalsFromText'), normalised('decimalsRounded')],
		run: numbers,
	},
	'email-as-sent': {
		what: 'An email address keeps its case.',
		source: 'Inference',
		ifFalse: 'addresses are compared whatever their case',
		played: [normalised('emailCase'), normalised('emailDomain')],
		run: email,
	},
	'website-as-sent': {
		what: 'A website keeps its last slash.',
		source: 'Inference',
		ifFalse: 'addresses are compared without it',
		played: [normalised('websiteSlash')],
		run: website,
	},
	'language-as-sent': {
		what: 'A language keeps the case of its region.',
		source: 'Page: bulk-update-users (the sample es-ES)',
		ifFalse: 'languages are compared whatever their case',
		played: [normalised('languageRegionUpper'), normalised('languageRegionLower')],
		run: language,
	},
	'tags-as-sent': {
		what: 'Tags replace those before, and keep their order, case and repetitions.',
		source: 'Page: array (order counts); the rest is inference',
		ifFalse:
			'tags are compared whatever their order; with another case `confirm` ends as `pending`',
		played: [normalised('tagsSorted'), normalised('tagsLowerCase'), normalised('tagsUnique')],
		run: tags,
	},
	'username-with-space': {
		what: 'A username has no space.',
		source: 'Page: bulk-update-users (its table; its example has one)',
		ifFalse: 'nothing: it is left to the service',
		played: [{ strictUsernames: false }],
		run: username,
	},
	properties: {
		what: 'An update of properties merges or replaces them: either is reckoned with.',
		source: 'Inference: not on the pages',
		ifFalse: 'nothing; once it is known, the text of the field can say which',
		played: [],
		run: properties,
	},
};
