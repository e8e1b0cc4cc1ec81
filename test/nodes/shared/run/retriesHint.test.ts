import { retriesHint } from '../../../../nodes/shared/run/retriesHint';

const ADVICE =
	"12 requests had to be sent again, because the account's request limit was reached. " +
	'About 0.98 a second got through: enter that as Requests per Second in the credential';
const met = { retries: 12, rateLimited: 12, perSecond: 0.978 };

describe('the hint about requests that were sent again', () => {
	it.each([
		['none', { retries: 0, rateLimited: 0, perSecond: undefined }, 4, undefined],
		['a failed one that was not sent again', { ...met, retries: 0 }, 4, undefined],
		[
			'other causes',
			{ retries: 1, rateLimited: 0, perSecond: undefined },
			4,
			'1 request had to be sent again',
		],
		[
			'few refusals, as sharing costs',
			{ retries: 6, rateLimited: 4, perSecond: 1 },
			4,
			"6 requests had to be sent again, 4 of them because the account's request limit was reached",
		],
		[
			'a pace that is about right',
			{ ...met, perSecond: 3.3 },
			4,
			"12 requests had to be sent again, because the account's request limit was reached",
		],
		['an account that allows less', met, 4, `${ADVICE}, unless other workers use the account, too`],
		[
			'the fewest refusals that say something',
			{ ...met, rateLimited: 5 },
			0,
			ADVICE.replace('again, because', 'again, 5 of them because'),
		],
		[
			'many refusals and few other answers',
			{ ...met, perSecond: undefined },
			4,
			"12 requests had to be sent again, because the account's request limit was reached",
		],
		['no pace', met, 0, ADVICE],
		[
			'a quick account without a pace',
			{ ...met, perSecond: 48.7 },
			0,
			ADVICE.replace('0.98', '49'),
		],
	])('after %s', (_, stats, requestsPerSecond, text) => {
		expect(retriesHint(stats, requestsPerSecond)).toBe(text);
	});
});
