import { assert, check } from '../../checks';
import type { Line } from './index';

/** Two cores shared by n8n, the sandbox and the driver: the same run differs by as much from one time to the next. */
const NOISE = 1.5;
const WANTED_BULK_SPEED_UP = 10;

/** What the README says of the figures. */
export async function checkFigures(unlimited: Line[], limited: Line[]) {
	const most = Math.max(...unlimited.map(({ rows }) => rows));
	const at = (key: string) =>
		unlimited.find((line) => line.key === key && line.rows === most) as Line;
	const limit = (key: string) => limited.find((line) => line.key === key) as Line;
	await check('without a limit every way applies every row', () => {
		for (const { title, rows, applied } of unlimited) assert.equal(applied, rows, title);
	});
	await check(
		`Bulk Update is at least ${WANTED_BULK_SPEED_UP} times as fast as HTTP Request`,
		() => {
			assert.ok(
				at('http').seconds / at('bulk').seconds >= WANTED_BULK_SPEED_UP,
				`${at('http').seconds} s and ${at('bulk').seconds} s`,
			);
		},
	);
	await check('Update is no slower than HTTP Request, noise aside', () => {
		assert.ok(
			at('updateWide').seconds / at('http').seconds <= NOISE,
			`${at('updateWide').seconds} s and ${at('http').seconds} s`,
		);
	});
	await check('at the limit Update and Bulk Update apply every row', () => {
		for (const key of ['update', 'bulk']) {
			const { title, rows, applied, failed } = limit(key);
			assert.deepEqual([applied, failed], [rows, 0], title);
		}
	});
	await check('where HTTP Request loses most', () => {
		assert.ok(limit('http').applied < limit('http').rows / 2, `${limit('http').applied} applied`);
	});
}
