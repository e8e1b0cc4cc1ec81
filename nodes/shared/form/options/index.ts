export { optionsProperty } from './property';
export * from './tables';
export { checkSameForAll, getOptions } from './values';
