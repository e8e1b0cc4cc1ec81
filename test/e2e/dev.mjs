import { openBrowser } from './lib/browser.mjs';
import { OWNER } from './lib/rest.mjs';
const b = await openBrowser();
const { page } = b;
let n = 0;
const s = async (x) => {
	await page.screenshot({ path: `/tmp/shots/${String(++n).padStart(2, '0')}-${x}.png` });
	console.log(x);
};
const url = 'http://127.0.0.1:5678';
try {
	await page.goto(`${url}/signin`);
	await page.locator('input[name="emailOrLdapLoginId"]').fill(OWNER.email);
	await page.locator('input[name="password"]').fill(OWNER.password);
	await page.getByTestId('form-submit-button').click();
	await page.waitForURL((u) => !u.pathname.includes('signin'));
	const steps = await import(process.argv[2]);
	await steps.default({ page, s, b, url });
} catch (e) {
	console.log(e.message.slice(0, 1500));
	await s('error');
	console.log(
		(
			await page
				.locator('[data-test-id]')
				.evaluateAll((els) => [...new Set(els.map((x) => x.dataset.testId))])
		).join(' '),
	);
}
console.log([...new Set(b.problems())]);
await b.close();
