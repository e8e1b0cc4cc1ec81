/**
 * Milliseconds on a clock that only runs forward, for measuring and waiting: the time of day may be set back, and a pace that trusts it
 * would stand still for as long.
 */
export const monotonicMs = () => performance.now();
