import type { Reply } from '../sandbox/http';

/** A request to Upsun, and the answer that the sandbox gave of its own accord. */
export interface Exchange {
	sentBy: 'node' | 'test';
	request: {
		method: string;
		/** Still percent-encoded. */
		path: string;
		query: Record<string, string>;
		body?: string;
		contentType?: string;
	};
	/** Undefined where a test made the answer. */
	reply?: Pick<Reply, 'status' | 'body' | 'contentType'>;
}

/** A recorded exchange as a test failure would show it. */
export const lineOf = ({ request: { method, path, query } }: Exchange): string => {
	const search = new URLSearchParams(query).toString();
	return `${method} ${path}${search && `?${decodeURIComponent(search)}`}`;
};
