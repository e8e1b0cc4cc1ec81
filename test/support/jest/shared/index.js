const requireShared = globalThis[Symbol.for('n8n-nodes-ubidots-upsun.requireShared')];

/** A package that all test files of a worker share; a test file that runs in Jest's own environment gets one of its own. */
module.exports = requireShared ?? ((name) => require(`../../../../node_modules/${name}`));
