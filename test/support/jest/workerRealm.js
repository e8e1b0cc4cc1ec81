const vm = require('node:vm');
const { ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');

/** Stands for the realm of the worker itself, which node:vm has no handle for. */
const WORKER_REALM = vm.createContext();

// Jest compiles each module into the realm that the environment names.
const { compileFunction } = vm;
vm.compileFunction = (code, parameters, { parsingContext, ...options } = {}) =>
	compileFunction(code, parameters, {
		...options,
		...(parsingContext !== WORKER_REALM && { parsingContext }),
	});

// n8n gives the pattern of a picker 250 ms by the clock, which a busy machine may spend on something else.
const { runInContext } = vm.Script.prototype;
vm.Script.prototype.runInContext = function (context, options) {
	return runInContext.call(this, context, { ...options, timeout: undefined });
};

/** The packages of another n8n, to run the tests with its engine. */
const { N8N_MODULES } = process.env;

/** Where the modules in ./shared look for {@link requireShared}. */
const SHARED = Symbol.for('n8n-nodes-ubidots-upsun.requireShared');

const listeners = () =>
	process
		.eventNames()
		.flatMap((event) => process.rawListeners(event).map((listener) => ({ event, listener })));

/** Jest replaces some of them for each test file. */
const processFunctions = () =>
	Object.entries(Object.getOwnPropertyDescriptors(process)).filter(
		([, { value }]) => typeof value === 'function',
	);

/** What a test file could leave behind in the worker. */
const snapshot = () => ({
	globals: Object.getOwnPropertyDescriptors(globalThis),
	process: processFunctions(),
	env: { ...process.env },
	folder: process.cwd(),
	listeners: listeners(),
});

const differs = (one, other) =>
	['value', 'get', 'set'].some((part) => !Object.is(one?.[part], other?.[part]));

/** Puts the worker back to what it was. */
function restore(before) {
	for (const key of Reflect.ownKeys(globalThis)) {
		if (!(key in before.globals)) Reflect.deleteProperty(globalThis, key);
	}
	for (const key of Reflect.ownKeys(before.globals)) {
		const wanted = before.globals[key];
		if (differs(Object.getOwnPropertyDescriptor(globalThis, key), wanted)) {
			Reflect.defineProperty(globalThis, key, wanted);
		}
	}
	for (const name of Object.keys(process.env)) {
		if (!(name in before.env)) delete process.env[name];
	}
	Object.assign(process.env, before.env);
	Object.defineProperties(process, Object.fromEntries(before.process));
	if (process.cwd() !== before.folder) process.chdir(before.folder);
	const known = new Set(before.listeners.map(({ listener }) => listener));
	for (const { event, listener } of listeners()) {
		if (!known.has(listener)) process.removeListener(event, listener);
	}
}

/**
 * Runs test files in the realm of the worker, where n8n's packages are loaded once, by Node, and shared by all test
 * files: loading them takes longer than most tests. Our own modules are in Jest's registry, new for each test file.
 */
class WorkerRealmEnvironment {
	constructor({ projectConfig }) {
		this.before = snapshot();
		this.global = globalThis;
		this.moduleMocker = new ModuleMocker(globalThis);
		this.fakeTimers = null;
		this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
		globalThis[SHARED] = (name) => this.requireShared(name);
	}

	/** Loads a package, and keeps what it adds to the worker while it loads. */
	requireShared(name) {
		const before = snapshot();
		const loaded = require(N8N_MODULES ? require.resolve(name, { paths: [N8N_MODULES] }) : name);
		const after = snapshot();
		for (const key of Reflect.ownKeys(after.globals)) {
			if (differs(before.globals[key], after.globals[key])) {
				this.before.globals[key] = after.globals[key];
			}
		}
		const known = new Set(before.listeners.map(({ listener }) => listener));
		this.before.listeners.push(...after.listeners.filter(({ listener }) => !known.has(listener)));
		return loaded;
	}

	getVmContext() {
		return this.fakeTimersModern && WORKER_REALM;
	}

	exportConditions() {
		return ['node', 'node-addons'];
	}

	async setup() {}

	/** Jest reads the clock once more after the last test, so the real one is put back before. */
	handleTestEvent({ name }) {
		if (name !== 'teardown') return;
		this.moduleMocker.restoreAllMocks();
		this.fakeTimersModern.useRealTimers();
	}

	async teardown() {
		this.moduleMocker.restoreAllMocks();
		this.fakeTimersModern.dispose();
		this.fakeTimersModern = null;
		restore(this.before);
	}
}

module.exports = WorkerRealmEnvironment;
