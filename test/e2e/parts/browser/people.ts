import { chain, manual } from '../../../../tools/n8n/workflows';
import type { World } from './index';

/** Rows as an HR sheet has them; the people are those of the sandbox. */
export const PEOPLE = [
	{
		employeeNumber: 1001,
		email: 'amara.okafor@example.com',
		firstName: 'Amara',
		lastName: 'Okafor-Bello',
		team: 'field, shift-b',
	},
	{
		employeeNumber: 1003,
		email: 'linh.nguyen+ops@example.org',
		firstName: 'Linh',
		lastName: 'Nguyễn',
		team: 'pumps',
	},
	{
		employeeNumber: 1005,
		email: 'sean.obrien@example.com',
		firstName: 'Seán',
		lastName: "O'Brien",
		team: 'contractor',
	},
];

/** A workflow that begins with some of these people, open in the editor. */
export async function openSheet({ editor, rest }: World, name: string, count: number) {
	const trigger = { ...manual(), name: 'HR Sheet' };
	const saved = await rest.save(chain(name, [trigger], { 'HR Sheet': PEOPLE.slice(0, count) }));
	await editor.open(saved.id);
	return saved.id;
}
