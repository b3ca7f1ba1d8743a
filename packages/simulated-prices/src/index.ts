export { at, type Books, createBooks } from './books.ts';
export { type Bar, MADE_UP_MINUTES, type MadeUpMinutes, makeUpMinutes } from './made-up-minutes.ts';
export { Playback } from './playback.ts';
export { loadRecording, type Recording } from './recording.ts';
export { SCENARIO_NAMES, type ScenarioName } from './scenario-names.ts';
export { bellShaped, seededRandom } from './seeded-random.ts';
export { type SymbolBooks, symbolsOf } from './symbols.ts';
