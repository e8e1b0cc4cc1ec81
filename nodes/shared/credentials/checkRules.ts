/** Rules of a credential test that show the message when the service responds with one of these statuses. */
export const refused = (statuses: number[], message: string) =>
	statuses.map((value) => ({ type: 'responseCode' as const, properties: { value, message } }));

/** For every service; `addressTitle` is the title of the credential's URL field. */
export const commonRules = (addressTitle: string) => [
	...refused(
		[301, 302, 303, 307, 308],
		`This address redirects elsewhere: check the ${addressTitle}`,
	),
	...refused(
		[420, 429],
		'The token works, but its account is over its request limit: try again in a minute',
	),
];
