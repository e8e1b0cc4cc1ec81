import { Failure } from '../../shared/errors';
import { emailFlaw } from '../../shared/form/flaws';
import { parseIdentity, WrongValue } from '../../shared/form/parse';
import { entryMode, userLocator } from '../../shared/form/resourceLocator';
import { idFlaw, nameFlaw } from '../../shared/path';
import type { Row } from '../../shared/run/operation';
import { shown } from '../../shared/shown';
import { isUuid, UUID_TEXT } from '../user/locator';
import type { Place } from './places/place';
import type { PlaceKey } from './roster';

/** The identifiers of organizations and teams: 26 letters and digits. */
const ULID = /^[0-9a-hjkmnp-tv-z]{26}$/i;
const ULID_TEXT = '01FVMKN9KHVWWVY488AVKDWHR3';
const ulidMode = (noun: string) =>
	entryMode('id', `e.g. ${ULID_TEXT}`, {
		regex: '^[0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{26}$',
		errorMessage: `Not the ID of ${noun}`,
	});

const fromList = { mode: 'list', value: '' };

function parseKey(value: unknown, flaw: (text: string) => string | undefined): string {
	const text = parseIdentity(value);
	const wrong = flaw(text);
	if (wrong === undefined) return text;
	throw new WrongValue(`is ${shown(text)}: ${wrong}`);
}

const ulidFlaw = (text: string) => (ULID.test(text) ? undefined : `an ID looks like ${ULID_TEXT}`);

const idInAddress = (text: string) => {
	const flaw = idFlaw(text);
	return flaw && `that cannot be an ID, because ${flaw}`;
};

const nameInAddress = (text: string) => {
	const flaw = nameFlaw(text);
	return flaw && `that cannot be a name, because ${flaw}`;
};

const LOCATORS = {
	organization: userLocator<'id' | 'name'>({
		name: 'organizationId',
		displayName: 'Organization',
		noun: 'an organization',
		search: 'searchOrganizations',
		default: fromList,
		description: 'The organization whose members are meant',
		ways: 'its ID or name',
		modes: [ulidMode('an organization'), entryMode('name', 'e.g. acme-energy')],
		parse(value, mode) {
			const text = parseKey(value, nameInAddress);
			if (mode === 'name' || (mode === undefined && !ULID.test(text)))
				return { by: 'name', value: text };
			return { by: 'id', value: parseKey(text, ulidFlaw) };
		},
	}),
	project: userLocator<'id'>({
		name: 'projectId',
		displayName: 'Project',
		noun: 'a project',
		search: 'searchProjects',
		default: fromList,
		description: 'The project whose users are meant',
		ways: 'its ID',
		modes: [entryMode('id', 'e.g. abcdefgh1234567')],
		parse: (value) => ({ by: 'id', value: parseKey(value, idInAddress) }),
	}),
	team: userLocator<'id'>({
		name: 'teamId',
		displayName: 'Team',
		noun: 'a team',
		search: 'searchTeams',
		default: fromList,
		description: 'The team whose members are meant',
		ways: 'its ID',
		modes: [ulidMode('a team')],
		parse: (value) => ({ by: 'id', value: parseKey(value, ulidFlaw) }),
	}),
};

/** The parameter that chooses the place. */
export const placeLocator = ({ kind }: Place) => LOCATORS[kind];

/** Fails rows of another place than the first one: a list, or a plan, is that of one place. */
export function refuseOtherPlaces(
	place: Place,
	rows: ReadonlyArray<Row<{ readonly where: PlaceKey }>>,
): void {
	const [first] = rows;
	if (!first) return;
	const { where } = first.requested;
	for (const row of rows) {
		const { by, value } = row.requested.where;
		if (by === where.by && value === where.value) continue;
		row.result = new Failure(
			`The ${place.kind} is ${shown(where.value)} for item ${first.item} and ${shown(value)} for this one: the list is that of one ${place.kind}, so give it one value`,
		);
	}
}

/** Somebody among the people of the place; a plain text is an ID or an address. */
export const personLocator = userLocator<'id' | 'email'>({
	name: 'userId',
	search: 'searchPeople',
	default: fromList,
	description: 'The person to work on, among those who are there',
	ways: 'an ID or email address',
	modes: [
		entryMode('id', `e.g. ${UUID_TEXT}`, {
			regex: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$',
			errorMessage: 'Not an Upsun user ID',
		}),
		entryMode('email', 'e.g. name@email.com'),
	],
	ignoresCase: () => true,
	parse(value, mode) {
		const text = parseIdentity(value);
		if (mode === 'email' || (mode === undefined && text.includes('@')))
			return { by: 'email', value: parseIdentity(text, emailFlaw) };
		if (isUuid(text)) return { by: 'id', value: text.toLowerCase() };
		throw new WrongValue(`is ${shown(text)}: an ID looks like ${UUID_TEXT}`);
	},
});
