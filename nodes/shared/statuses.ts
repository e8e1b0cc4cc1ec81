/** 2xx. */
export const isSuccess = (status: number) => status >= 200 && status < 300;

/** Too many requests: beside 429, some services have 420, "API limits exceeded". */
export const isOverLimit = (status?: number) => status === 429 || status === 420;

/** Whether a later attempt may do better: the service has too much to do, or is in trouble. */
export const isBusy = (status: number) => isOverLimit(status) || status >= 500;
