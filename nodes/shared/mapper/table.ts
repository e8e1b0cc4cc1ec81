import type { Field } from '../form/fields';

/** A column by which users are matched: its title, and the noun for a sentence. */
export interface MatchTitle {
	readonly title: string;
	readonly noun: string;
}

/** The columns that a list of users may have. */
export interface MapperTable<By extends string = string> {
	/** What is written. */
	readonly fields: readonly Field[];
	/** What users can be matched by; those that are no fields are read for nothing else. */
	readonly match: Readonly<Record<By, MatchTitle>>;
	/** Where none was chosen. */
	readonly defaultMatch: By;
	/** What these would do to a person by mistake is not worth a guess: their header has to be exact, unless users are matched by them. */
	readonly strict: readonly string[];
}

/** What every row of a list has. */
export interface Mapped<By extends string = string> {
	readonly by: By;
	/** What the user has in the column to match by. */
	readonly value: string;
}

/** As a sentence names a column. */
export const titleOf = ({ fields, match }: MapperTable, name: string): string =>
	fields.find((field) => field.name === name)?.displayName ??
	(match as MapperTable['match'])[name]?.title ??
	name;
