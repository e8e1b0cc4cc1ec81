import type { IDataObject } from 'n8n-workflow';

import { INES, OTTO } from '../../../../../support/people';

const OTTO_AT = 'otto.berg@example.org';
const INES_AT = 'ines.duarte@example.org';

/** The end of a type of `n8n-nodes-base`, and its parameters. */
export type NodeOfN8n = [type: string, parameters: IDataObject, typeVersion?: number];

/** Text as a file, read as a sheet. */
const sheet = (text: string, options: IDataObject = {}) => ({
	of: [{ data: text }],
	by: [
		['convertToFile', { operation: 'toText', sourceProperty: 'data', options: {} }],
		['extractFromFile', { operation: 'csv', options }],
	] as NodeOfN8n[],
});

/** A list as one of n8n's own nodes hands it on (seen in n8n 2.41.1), and what has to become of it. */
export interface Source {
	node: string;
	items: IDataObject[];
	/** The nodes that make these items of others, in a real n8n: `npm run test:e2e` compares. */
	made?: { of: IDataObject[]; by: NodeOfN8n[] };
	/** What is sent, in order. */
	sent?: IDataObject[];
	/** How the message about each item begins that is refused. */
	refused?: string[];
	/** A part of the hint about the columns. */
	hint?: string;
}

const MISSING =
	"'Email' is missing: every row needs the Email of its user, because users are matched by it. ";
const LATER_LINE =
	"There are columns without a header, so the headers may be in a later line: set 'Starting Line', 'Range' or 'Header Row' in the node that reads the sheet";

export const SOURCES: Source[] = [
	{
		node: 'Split Out',
		made: {
			of: [{ people: [{ email: OTTO_AT, firstName: 'O.', tags: ['north', 'south'] }] }],
			by: [['splitOut', { fieldToSplitOut: 'people', options: {} }]],
		},
		items: [{ email: OTTO_AT, firstName: 'O.', tags: ['north', 'south'] }],
		sent: [{ id: OTTO, firstName: 'O.', tags: ['north', 'south'] }],
		hint: 'Writes: firstName, tags',
	},
	{
		node: 'Extract from File, which leaves out empty cells',
		made: sheet(`email,firstName,lastName\n${OTTO_AT},O.,B.\n${INES_AT},,D.\n`),
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
		made: sheet(`email,firstName,lastName\n${OTTO_AT},,B.\n`, { includeEmptyCells: true }),
		items: [{ email: OTTO_AT, firstName: '', lastName: 'B.' }],
		sent: [{ id: OTTO, firstName: '', lastName: 'B.' }],
		hint: 'Writes: firstName, lastName',
	},
	{
		node: 'Extract from File, of a line with nothing but commas',
		made: sheet('email,firstName\n,\n'),
		items: [{}],
		refused: [
			`${MISSING}The item has no fields: it is a blank row, or the node before found nothing`,
		],
	},
	{
		node: 'Extract from File, with a byte order mark in the first header',
		made: sheet(`\ufeffemail,firstName\n${OTTO_AT},O.\n`),
		items: [{ '\ufeffemail': OTTO_AT, firstName: 'O.' }],
		sent: [{ id: OTTO, firstName: 'O.' }],
		hint: 'Writes: firstName',
	},
	{
		node: 'Extract from File, with another delimiter than that of the file',
		made: sheet(`email;firstName\n${OTTO_AT};O.\n`),
		items: [{ 'email;firstName': `${OTTO_AT};O.` }],
		refused: [
			`${MISSING}The item has 'email;firstName'. Its columns were read as one: set 'Delimiter' to ';' in the node that reads the file`,
		],
	},
	{
		node: 'Extract from File (CSV), with a title above the headers',
		made: sheet('Employee list,\nemail,firstName\n'),
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
		made: {
			of: [
				{ email: OTTO_AT, isActive: false, firstName: 'O.', decimalPlaces: 3, Hired: 45296 },
				{ email: INES_AT, isActive: false, firstName: 'I.', decimalPlaces: 4, Hired: 45297 },
			],
			by: [
				['convertToFile', { operation: 'xlsx', options: {} }],
				['extractFromFile', { operation: 'xlsx', options: {} }],
			],
		},
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
		made: sheet(`${OTTO_AT},O.\n`, { headerRow: false }),
		items: [{ row: { 0: OTTO_AT, 1: 'O.' } }],
		refused: [
			`${MISSING}The item has 'row'. Its line of headers was read as data: turn on 'Header Row' in the node that reads the file`,
		],
	},
	{
		node: 'Extract from File (JSON)',
		made: {
			of: [{ data: JSON.stringify([{ email: OTTO_AT, firstName: 'O.' }]) }],
			by: [
				['convertToFile', { operation: 'toText', sourceProperty: 'data', options: {} }],
				['extractFromFile', { operation: 'fromJson', options: {} }],
			],
		},
		items: [{ data: [{ email: OTTO_AT, firstName: 'O.' }] }],
		refused: [
			`${MISSING}The item has 'data'. It is in the list 'data': put a Split Out node for 'data' before this node`,
		],
	},
	{
		node: 'Edit Fields, which makes null of what its source lacks',
		made: {
			of: [{ mail: OTTO_AT, last: 'B.' }],
			by: [
				[
					'set',
					{
						assignments: {
							assignments: [
								['email', 'mail'],
								['firstName', 'first'],
								['lastName', 'last'],
							].map(([name, cell]) => ({
								id: name,
								name,
								type: 'string',
								value: `={{ $json.${cell} }}`,
							})),
						},
						options: {},
					},
					3.4,
				],
			],
		},
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
		made: {
			of: [{ email: OTTO_AT, firstName: 'O.', tags: ['north'], properties: { team: 'A' } }],
			by: [
				['convertToFile', { operation: 'csv', options: {} }],
				['extractFromFile', { operation: 'csv', options: {} }],
			],
		},
		items: [{ '\ufeffemail': OTTO_AT, firstName: 'O.', 'tags.0': 'north', 'properties.team': 'A' }],
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
