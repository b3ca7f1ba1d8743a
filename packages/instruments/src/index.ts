export { type FollowInstrumentsOptions, followInstruments } from './follow.ts';
export type { HeldPrice } from './held-price.ts';
export { InstrumentLearner, type LearnerOptions } from './instrument-learner.ts';
export { concernsInstruments, KnownInstruments } from './known-instruments.ts';
export { type InstrumentSource, loadInstruments, loadSnapshot } from './load.ts';
export type { InstrumentSettings } from './settings.ts';
