import { isBusy, isOverLimit, isSuccess } from '../../../nodes/shared/statuses';

it.each([200, 201, 204, 299])('%i is a success', (status) => {
	expect(isSuccess(status)).toBe(true);
});

it.each([0, 199, 300, 404, 500, NaN])('%p is none', (status) => {
	expect(isSuccess(status)).toBe(false);
});

it.each([420, 429])('%i means too many requests, which is worth another attempt', (status) => {
	expect(isOverLimit(status)).toBe(true);
	expect(isBusy(status)).toBe(true);
});

it.each([500, 503])('%i is trouble of the service, and not too many requests', (status) => {
	expect(isOverLimit(status)).toBe(false);
	expect(isBusy(status)).toBe(true);
});

it.each([200, 400, 419, 421, 428, 430, 499])('%i is neither', (status) => {
	expect(isOverLimit(status)).toBe(false);
	expect(isBusy(status)).toBe(false);
});

it('no status at all is not too many requests', () => {
	expect(isOverLimit(undefined)).toBe(false);
});
