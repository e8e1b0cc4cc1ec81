/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- compares with a file beside it, never shipped */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { CREDENTIALS, NODES } from '../contract/form/walk';

/**
 * What saved workflows and credentials were filled in with: every parameter of both nodes and both credentials, as n8n gets them.
 * A change that saved workflows can live with (a new parameter, a better text) is accepted with `npm run forms`.
 */
const FILE = join(__dirname, 'forms.json');

/** Without functions and undefined values, which n8n does not hand to the editor either. */
const asData = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const forms: Array<[string, unknown]> = [
	...NODES.map(({ description }): [string, unknown] => [description.name, asData(description)]),
	...CREDENTIALS.map((credential): [string, unknown] => [credential.name, asData(credential)]),
];

if (process.env.UPDATE_FORMS) {
	writeFileSync(FILE, `${JSON.stringify(Object.fromEntries(forms), null, '\t')}\n`);
}

const accepted = JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, unknown>;

it.each(forms)(
	'%s has the form in forms.json; accept a change by `npm run forms`',
	(name, form) => {
		expect(form).toEqual(accepted[name]);
	},
);

it('forms.json has no other form', () => {
	expect(Object.keys(accepted)).toEqual(forms.map(([name]) => name));
});
