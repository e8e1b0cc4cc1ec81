import { nobodyElse, noSecrets } from './bystanders';
import { comparedIsTrue, confirmedIsTrue } from './compared';
import { batchesAreTrue, everyRowOnce } from './everyRow';
import { limitIsKept, wrongLimitIsRefused } from './limit';
import { failedMayHaveHappened, notSentNeverLeft } from './notWritten';
import type { Check } from './seen';
import { boundedRequests, goodRowsSucceed } from './wholeRun';
import { nobodyGetsAnothersName } from './names';
import { noTagIsLost } from './tags';
import { leftOutWasThere, passwordsArrived, writtenWasSent } from './written';

export { seenIn } from './seen';

/** What has to be true of every run. */
export const CHECKS: Check[] = [
	everyRowOnce,
	batchesAreTrue,
	writtenWasSent,
	leftOutWasThere,
	passwordsArrived,
	notSentNeverLeft,
	failedMayHaveHappened,
	comparedIsTrue,
	confirmedIsTrue,
	nobodyElse,
	nobodyGetsAnothersName,
	noTagIsLost,
	limitIsKept,
	wrongLimitIsRefused,
	noSecrets,
	boundedRequests,
	goodRowsSucceed,
];
