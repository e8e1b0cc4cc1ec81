/** Without what makes two of what looks like one: invisible characters, full-width letters, accents of their own. */
export const plainName = (value: string) =>
	value
		.normalize('NFKC')
		.replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
		.trim();

/** For comparing usernames and email addresses of a person: nobody shall lose access over a capital letter or a character that is not seen. */
export const nameKey = (name: string) => plainName(name).toLowerCase();

/** Whether both are known, and name the same. */
export const isSameName = (a: string | undefined, b: string | undefined) =>
	a !== undefined && b !== undefined && a !== '' && nameKey(a) === nameKey(b);
