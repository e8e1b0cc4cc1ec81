import { searchCountries } from './countries';
import { searchUsers } from './users';

/** What fills the pickers of the Upsun node. */
export const listSearch = { searchCountries, searchUsers };
