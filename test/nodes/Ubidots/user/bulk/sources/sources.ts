import type { IDataObject } from 'n8n-workflow';

import { INES, OTTO } from '../../../../../support/people';

/** A list as one of n8n's own nodes hands it on (seen in n8n 2.41.1), and what has to become of it. */
export interface Source {
	node: string;
	items: IDataObject[];
	/** What is sent, in order. */
	sent?: IDataObject[];
	/** How the message about each item begins that is refused. */
	refused?: string[];
	/** A part of the hint about the columns. */
	hint?: string;
}

const OTTO_AT = 'otto.berg@example.org';
const INES_AT = 'ines.duarte@example.org';

const MISSING =
	"'Email' is missing: every row needs the Email of its user, because users are matched by it. ";
const LATER_LINE =
	"There are columns without a header, so the headers may be in a later line: set 'Starting Line', 'Range' or 'Header Row' in the node that reads the sheet";

export const SOURCES: Source[] = [
	{
		node: 'Split Out',
		items: [{ email: OTTO_AT, firstName: 'O.', tags: ['north', 'south'] }],
		sent: [{ id: OTTO, firstName: 'O.', tags: ['north', 'south'] }],
		hint: 'Writes: firstName, tags',
	},
	{
		node: 'Extract from File, which leaves out empty cells',
		items: [
			{ email: OTTO_AT, firstName: 'O.', lastName: 'B.' },
			{ email: INES_AT, lastName: 'D.' },
		],
		sent: [
			{ id: OTTO, firstName: 'O.', lastName: 'B.' },
			{ id: INES, lastName: 'D.' },
		],
		hint: 'Missing in some items, and left alone there: firstName (1 of 2)',
	},
	{
		node: 'Extract from File with Include Empty Cells',
		items: [{ email: OTTO_AT, firstName: '', lastName: 'B.' }],
		sent: [{ id: OTTO, firstName: '', lastName: 'B.' }],
		hint: 'Writes: firstName, lastName',
	},
	{
		node: 'Extract from File, of a line with nothing but commas',
		items: [{}],
		refused: [
			`${MISSING}The item has no fields: it is a blank row, or the node before found nothing`,
		],
	},
	{
		node: 'Extract from File, with a byte order mark in the first header',
		items: [{ '\ufeffemail': OTTO_AT, firstName: 'O.' }],
		sent: [{ id: OTTO, firstName: 'O.' }],
		hint: 'Writes: firstName',
	},
	{
		node: 'Extract from File, with another delimiter than that of the file',
		items: [{ 'email;firstName': `${OTTO_AT};O.` }],
		refused: [
			`${MISSING}The item has 'email;firstName'. Its columns were read as one: set 'Delimiter' to ';' in the node that reads the file`,
		],
	},
	{
		node: 'Extract from File (CSV), with a title above the headers',
		items: [{ 'Employee list': 'email', '': 'firstName' }],
		refused: [`${MISSING}The item has 'Employee list', ''. ${LATER_LINE}`],
	},
	{
		node: 'Extract from File (XLSX), with a title above the headers',
		items: [{ 'Employee list': 'email', __EMPTY: 'firstName' }],
		refused: [`${MISSING}The item has 'Employee list', '__EMPTY'. ${LATER_LINE}`],
	},
	{
		node: 'Extract from File (XLSX), with booleans, numbers and dates',
		items: [
			{ email: OTTO_AT, isActive: false, firstName: 'O.', decimalPlaces: 3, Hired: 45296 },
			{ email: INES_AT, isActive: false, firstName: 'I.', decimalPlaces: 4, Hired: 45297 },
		],
		sent: [
			{ id: OTTO, isActive: false, firstName: 'O.', decimalPlaces: 3 },
			{ id: INES, isActive: false, firstName: 'I.', decimalPlaces: 4 },
		],
		hint: "Writes: isActive, firstName, decimalPlaces. Ignored: 'Hired'",
	},
	{
		node: 'Extract from File with Header Row off',
		items: [{ row: [OTTO_AT, 'O.'] }],
		refused: [
			`${MISSING}The item has 'row'. Its line of headers was read as data: turn on 'Header Row' in the node that reads the file`,
		],
	},
	{
		node: 'Extract from File (JSON)',
		items: [{ data: [{ email: OTTO_AT, firstName: 'O.' }] }],
		refused: [
			`${MISSING}The item has 'data'. It is in the list 'data': put a Split Out node for 'data' before this node`,
		],
	},
	{
		node: 'Edit Fields, which makes null of what its source lacks',
		items: [{ email: OTTO_AT, firstName: null, lastName: 'B.' }],
		sent: [{ id: OTTO, firstName: '', lastName: 'B.' }],
		hint: 'Writes: firstName, lastName',
	},
	{
		node: 'Google Sheets, whose empty cells are empty text',
		items: [{ row_number: 2, 'E-Mail': OTTO_AT, 'First Name': '', 'Last Name': 'B.', col_4: '' }],
		sent: [{ id: OTTO, firstName: '', lastName: 'B.' }],
		hint: "Writes: firstName (from 'First Name'), lastName (from 'Last Name'). Users are matched by email (from 'E-Mail'). Ignored: 'row_number', 'col_4'",
	},
	{
		node: 'Convert to File and back, which makes lists and objects flat',
		items: [{ email: OTTO_AT, firstName: 'O.', 'tags.0': 'north', 'properties.team': 'A' }],
		sent: [{ id: OTTO, firstName: 'O.' }],
		hint: "Writes: firstName. Ignored: 'tags.0', 'properties.team'",
	},
	{
		node: 'Webhook',
		items: [{ headers: {}, params: {}, query: {}, body: { email: OTTO_AT, firstName: 'O.' } }],
		refused: [
			`${MISSING}The item has 'headers', 'params', 'query', 'body'. It is inside 'body': map it by hand, as {{ $json["body"]["email"] }}`,
		],
	},
	{
		node: 'Webhook with a list',
		items: [{ headers: {}, params: {}, query: {}, body: [{ email: OTTO_AT }] }],
		refused: [
			`${MISSING}The item has 'headers', 'params', 'query', 'body'. It is in the list 'body': put a Split Out node for 'body' before this node`,
		],
	},
];
