/** A rule of a credential test: what the user reads when the service answers with this status. */
export const refused = (value: number, message: string) =>
	({ type: 'responseCode', properties: { value, message } }) as const;

export const REDIRECTS = [301, 302, 303, 307, 308];
