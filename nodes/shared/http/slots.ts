/** Everything is this much slower than the limit, so that there is room for a process that comes along. */
const ROOM = 1.02;

/** A limit of 4 a second is one of 4 slots in a window of a second, one of 5 a minute one slot in a window of 12 seconds. */
export const slotsOf = (ceiling: number) => Math.max(1, Math.floor(ceiling));

export const windowMsOf = (ceiling: number) => (1000 * slotsOf(ceiling)) / ceiling;

/** The time after which a slot may be used again, and the time from one slot to the next. */
export const againMsOf = (ceiling: number) => windowMsOf(ceiling) * ROOM;
export const slotMsOf = (ceiling: number) => (1000 / ceiling) * ROOM;
