import { apiFailure, NotSent } from '../../../../../../nodes/shared/errors';
import { RefusedRequest } from '../../../../../../nodes/shared/http/errors';
import type { ApiRequest } from '../../../../../../nodes/shared/http/service';
import type { BulkRun } from '../../../../../../nodes/Ubidots/user/bulk/rows';
import { sendBatches } from '../../../../../../nodes/Ubidots/user/bulk/send';
import { aPlan } from '../planned';

const broken = apiFailure('It broke', { httpCode: '500' });

it('rows whose bad ones were still sought when another request ended the run say which failure that was', async () => {
	let sent = 0;
	const request = async (_: ApiRequest, stop: AbortSignal) => {
		const place = sent++;
		// The first batch is refused and cut in halves, then the second one fails for good.
		if (place === 0) throw new RefusedRequest('Bad rows', 400, {}, false);
		if (place === 1) {
			while (sent < 3) await Promise.resolve();
			throw broken;
		}
		while (!stop.aborted) await Promise.resolve();
		throw new NotSent();
	};
	const run = {
		client: { request },
		continueOnFail: false,
		settings: {
			...{ batchSize: 2, maxBatchBytes: 10_000, maxConcurrentRequests: 2, isolateBadRows: true },
		},
	} as unknown as BulkRun;
	const rows = [0, 1, 2, 3].map((item) => aPlan(item, `${item}`));
	await sendBatches(run, rows);
	const texts = rows.map(({ row: { result } }) => (result instanceof Error ? result.message : ''));
	expect(texts.slice(2)).toEqual(['It broke', 'It broke']);
	for (const text of texts.slice(0, 2)) expect(text).toContain('It broke');
	expect(sent).toBe(3);
});
