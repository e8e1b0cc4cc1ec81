import type { World } from './world';

/** Upsun's bearer token as it is: no exchange stands among the requests. */
export const setAccessToken = (world: World) =>
	world.setCredential('upsun', {
		authentication: 'accessToken',
		accessToken: world.sandbox.secrets.upsunAccessToken,
	});

/** An API key of Ubidots, for which the node has to fetch a session token. */
export const setApiKey = (world: World) =>
	world.setCredential('ubidots', {
		authentication: 'apiKey',
		apiKey: world.sandbox.secrets.ubidotsApiKey,
	});
