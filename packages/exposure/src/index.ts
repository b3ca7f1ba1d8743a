export type { ExposureSource } from './begin-exposure.ts';
export type { ClientExposure, Exposure, SideExposure } from './exposure.ts';
export { ExposureFollower, type ExposureFollowerOptions } from './exposure-follower.ts';
export { readExposure } from './read-exposure.ts';
export { printUnits, QUANTITY_DECIMALS, toNumber, toUnits } from './units.ts';
