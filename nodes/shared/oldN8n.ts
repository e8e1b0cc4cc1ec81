import { NodeConnectionTypes } from 'n8n-workflow';

/**
 * To be called when a node is loaded. n8n-workflow has `NodeConnectionTypes` since 1.83 (published packages), and an n8n without it would
 * only say that the class of the node could not be found.
 * @throws Error that says which n8n is needed
 */
export function refuseOldN8n(displayName: string): void {
	// What the types promise holds for the n8n that the package was built against.
	const connectionTypes: unknown = NodeConnectionTypes;
	if (connectionTypes) return;
	throw new Error(
		`The ${displayName} node needs n8n 1.123 or newer. Update n8n, then install this package again.`,
	);
}
