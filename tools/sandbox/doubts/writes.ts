import type { Reply, Request } from '../http';
import type { Doubts } from './types';

/** Whether a request is to change something; to ask for a token is not. */
export function isWrite({ method, path }: Request): boolean {
	return !['GET', 'HEAD', 'OPTIONS'].includes(method) && !path.includes('/token');
}

/** The answer to a write without its body, where the service gives none. */
export function withoutBody(
	request: Request,
	reply: Reply,
	{ bodilessWrites: status }: Doubts,
): Reply {
	const isDone = reply.status >= 200 && reply.status < 300;
	return status !== 'never' && isDone && isWrite(request) ? { status } : reply;
}
