import { searchCountries } from './countries';
import { searchUsers } from './users';

/** The pickers of the Upsun node. */
export const listSearch = { searchCountries, searchUsers };
