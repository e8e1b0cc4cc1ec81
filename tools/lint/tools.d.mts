/** n8n's scan of community packages. */
export interface Scanner {
	/** The files of a source tree that n8n scans. */
	SOURCE_FILE_PATTERNS: string[];
	analyzePackage(
		folder: string,
		patterns?: string[],
	): Promise<{ passed: boolean; message?: string; details?: string }>;
}

/** Where n8n's lint and scan are. */
export const LINT: string;

/** Makes n8n's lint and scan ready for use. */
export function lintTools(): Promise<void>;

export function scanner(): Promise<Scanner>;
