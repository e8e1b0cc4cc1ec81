// `npm run mutate`: Stryker, which is installed on first use.
import { ensureInstalled, runWith } from '../installed.mjs';

const folder = import.meta.dirname;
await ensureInstalled(folder, 'Stryker');
process.exitCode = await runWith(folder, ['stryker', 'run', ...process.argv.slice(2)]);
