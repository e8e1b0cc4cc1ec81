// The one build pipeline: clean, compile, then copy what the compiler does not: icons. (The codex files are JSON
// that tsconfig.json includes, so the compiler brings them along.)
const { spawn } = require('node:child_process');
const { rm } = require('node:fs/promises');
const { dest, parallel, series, src } = require('gulp');

const clean = () => rm('dist', { recursive: true, force: true });

function compile(done) {
	spawn(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.json'], {
		stdio: 'inherit',
	})
		.once('error', done)
		.once('exit', (code) =>
			done(code === 0 ? undefined : new Error('TypeScript found errors, see above')),
		);
}

// `encoding: false`: an icon is copied byte for byte, also when it is no text.
const icons = () => src('nodes/**/*.{png,svg}', { encoding: false }).pipe(dest('dist/nodes'));

exports.clean = clean;
exports.build = series(clean, parallel(compile, icons));
exports.default = exports.build;
