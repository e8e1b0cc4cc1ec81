import type { INodeType } from 'n8n-workflow';

import { searchCountries } from './countries';
import { searchUsers } from './users';

/** What fills the pickers of the Upsun node. */
export const methods = {
	listSearch: { searchCountries, searchUsers },
} satisfies INodeType['methods'];
