// The one build pipeline: clean, compile, then copy what the compiler does not: icons. (Codex files and the
// previews of outputs are JSON that tsconfig.json includes, so the compiler brings them along.)
const { rm } = require('node:fs/promises');
const { dest, parallel, series, src } = require('gulp');

const clean = () => rm('dist', { recursive: true, force: true });

async function compile() {
	const { execaNode } = await import('execa');
	const tsc = require.resolve('typescript/bin/tsc');
	const { failed } = await execaNode(tsc, ['-p', 'tsconfig.json'], {
		stdio: 'inherit',
		reject: false,
	});
	if (failed) throw new Error('TypeScript found errors, see above');
}

// `encoding: false`: an icon is copied byte for byte, also when it is no text.
const icons = () => src('nodes/**/*.{png,svg}', { encoding: false }).pipe(dest('dist/nodes'));

module.exports = { clean, build: series(clean, parallel(compile, icons)) };
