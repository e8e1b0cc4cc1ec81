import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';

import { useWorld } from './useWorld';
import type { Result, World } from './world';

export const ME = 'd81c8ee2-44b3-429f-b944-a33ad7437690';
export const JSMITH = '3c90c3cc-0d44-4b50-8888-8dd25736052a';

export interface UpdateSetup {
	userId?: unknown;
	fields?: unknown;
	options?: INodeParameters;
	onError?: INode['onError'];
	items?: IDataObject[];
}

export interface UpsunWorld extends World {
	/** Updates users; `Me` and a first name unless told otherwise. */
	update(setup?: UpdateSetup): Promise<Result>;
	answerOnce(status: number, body?: unknown, contentType?: string): void;
}

/** A world in which the Upsun credential holds an access token, so that only the requests of the node leave. */
export function useUpsun(): UpsunWorld {
	const world = useWorld() as UpsunWorld;
	beforeEach(() =>
		world.setCredential('upsun', {
			authentication: 'accessToken',
			accessToken: world.sandbox.secrets.upsunAccessToken,
		}),
	);
	const update = async ({ userId = ME, fields, options, onError, items }: UpdateSetup = {}) =>
		await world.run(
			{
				service: 'upsun',
				parameters: {
					operation: 'update',
					userId: userId as string,
					updateFields: (fields ?? { first_name: 'Robin' }) as INodeParameters,
					...(options && { options }),
				},
				onError,
			},
			items,
		);
	const answerOnce = (status: number, body?: unknown, contentType?: string) =>
		world.sandbox.faults.add({ match: { method: 'PATCH' }, answer: { status, body, contentType } });
	return new Proxy(world, {
		get: (target, key) =>
			key === 'update' ? update : key === 'answerOnce' ? answerOnce : target[key as keyof World],
	});
}
