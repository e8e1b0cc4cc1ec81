/** Rules of a credential test: what the user reads when the service answers with one of these statuses. */
export const refused = (statuses: number[], message: string) =>
	statuses.map((value) => ({ type: 'responseCode' as const, properties: { value, message } }));

/**
 * The rules that hold for any service.
 * @param addressTitle the credential's field that holds its address
 */
export const commonRules = (addressTitle: string) => [
	...refused(
		[301, 302, 303, 307, 308],
		`This address redirects elsewhere: check the ${addressTitle}`,
	),
	...refused([420, 429], 'The token works, but its account is over its request limit for now'),
];
