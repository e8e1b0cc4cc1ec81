import type { IDataObject } from 'n8n-workflow';

import type { SandboxOptions } from '../../tools/sandbox';
import { startWorld, type World } from './world';

/** Hands every access on to the world of the moment, so that a test file can hold one constant. */
const handedOn = (current: () => World): World =>
	new Proxy({} as World, { get: (_, key) => current()[key as keyof World] });

/** One world for a test file: as good as new before each test, apart from the sessions that n8n's process remembers. */
export function useWorld(options: SandboxOptions = {}): World {
	let world: World;
	let asStarted: { options: World['sandbox']['options']; data: IDataObject[] };
	beforeAll(async () => {
		world = await startWorld(options);
		const data = world.credentials.map((credential) => structuredClone(credential.data));
		asStarted = { options: { ...world.sandbox.options }, data: data as IDataObject[] };
	});
	beforeEach(() => {
		world.sandbox.reset();
		Object.assign(world.sandbox.options, asStarted.options);
		world.credentials.forEach((credential, index) => {
			credential.data = structuredClone(asStarted.data[index]) as typeof credential.data;
		});
	});
	afterAll(async () => await world.close());
	return handedOn(() => world);
}

/** A world for each test, on a port that no earlier one had: for what the process remembers by address, such as sessions. */
export function useNewWorlds(options: SandboxOptions = {}): World {
	const usedPorts = new Set<number>();
	let world: World;
	const start = async (): Promise<World> => {
		const started = await startWorld(options);
		const { port } = started.sandbox.options;
		if (!usedPorts.has(port)) {
			usedPorts.add(port);
			return started;
		}
		// The system may hand out a port again that was free a moment ago.
		await started.close();
		return await start();
	};
	beforeEach(async () => {
		world = await start();
	});
	afterEach(async () => await world.close());
	return handedOn(() => world);
}
