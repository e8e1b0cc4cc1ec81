const { join, relative, sep } = require('node:path');

const ROOT = join(__dirname, '..', '..', '..');

/** The built code of a package of one service. */
const builtOf = (service) => join(ROOT, 'release', `n8n-nodes-${service}`, 'dist');

/** The service that a source belongs to, or a test that imports it; shared code of both packages has one source. */
const serviceOf = (path) => /\b(Ubidots|Upsun)/.exec(path)?.[1].toLowerCase();

/**
 * Jest's resolver when the packages of release/ are tested: what tests and tools import from nodes/ and credentials/ is the built code of
 * the service, and nothing is taken from the sources.
 */
module.exports = (request, options) => {
	const wanted = relative(ROOT, join(options.basedir, request));
	const isSource = request.startsWith('.') && /^(nodes|credentials)\b/.test(wanted);
	if (!isSource) return options.defaultResolver(request, options);
	const test = relative(ROOT, options.basedir);
	const built = builtOf(serviceOf(wanted) ?? serviceOf(test) ?? 'ubidots');
	return options.defaultResolver(`.${sep}${wanted}`, { ...options, basedir: built });
};
