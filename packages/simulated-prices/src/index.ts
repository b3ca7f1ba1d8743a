export { at, type Books, createBooks } from './books.ts';
export { Playback } from './playback.ts';
export { loadRecording, type Recording } from './recording.ts';
export { bellShaped, seededRandom } from './seeded-random.ts';
export { type SymbolBooks, symbolsOf } from './symbols.ts';
