// The one build pipeline: clean, compile, then copy what the compiler does not: icons. (The codex files are JSON
// that tsconfig.json includes, so the compiler brings them along.)
import { rm } from 'node:fs/promises';
import { execa } from 'execa';
import gulp from 'gulp';

const { dest, parallel, series, src } = gulp;

export const clean = () => rm('dist', { recursive: true, force: true });

const compile = () =>
	execa('tsc', ['-p', 'tsconfig.json'], { preferLocal: true, stdio: 'inherit' });

// `encoding: false`: an icon is copied byte for byte, also when it is no text.
const icons = () => src('nodes/**/*.{png,svg}', { encoding: false }).pipe(dest('dist/nodes'));

export const build = series(clean, parallel(compile, icons));
export default build;
