export interface IssuedTokens {
	issue(validSeconds: number): string;
	isValid(token: string): boolean;
	/** Ends every token at once. */
	expire(): void;
	/** How many have been issued. */
	count(): number;
	reset(): void;
}

/** Short-lived tokens: what both services give for a long-lived secret. Numbered, so that runs are alike. */
export function createIssuedTokens(prefix: string, now: () => number): IssuedTokens {
	let count = 0;
	const expiryOf = new Map<string, number>();
	return {
		issue(validSeconds) {
			count += 1;
			const token = `${prefix}${String(count).padStart(6, '0')}`;
			expiryOf.set(token, now() + validSeconds * 1000);
			return token;
		},
		isValid: (token) => (expiryOf.get(token) ?? 0) > now(),
		expire: () => expiryOf.clear(),
		count: () => count,
		reset() {
			count = 0;
			expiryOf.clear();
		},
	};
}
