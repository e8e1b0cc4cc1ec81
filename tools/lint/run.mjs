// `node tools/lint/run.mjs n8n-node lint`: a command of n8n's developer tools, which are installed on first use.
import { runWith } from '../installed.mjs';
import { LINT, lintTools } from './tools.mjs';

await lintTools();
process.exitCode = await runWith(LINT, process.argv.slice(2));
