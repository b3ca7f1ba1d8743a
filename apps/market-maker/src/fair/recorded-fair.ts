import { at, Playback, type Recording, type SymbolBooks, symbolsOf } from '@fulcrum/simulated-prices';
import type { FairSource, FairValue } from './fair-value.ts';

/** The recording's best bid and ask at each moment. */
export class RecordedFair implements FairSource {
  readonly #playback: Playback;
  readonly #symbols: ReadonlyMap<string, SymbolBooks>;

  constructor(recording: Recording) {
    this.#playback = new Playback(recording.timeUs);
    this.#symbols = new Map(symbolsOf(recording).map((books) => [books.symbol, books]));
  }

  at(symbol: string, nowMs: number): FairValue | undefined {
    const source = this.#symbols.get(symbol);
    if (source === undefined) return undefined;
    const row = this.#playback.rowOf(this.#playback.stepAt(Math.floor(nowMs * 1_000)));
    const { bid, ask, priceDecimals } = source.books;
    const book = source.bookAtRow(row);
    return { bid: at(bid, book) / 10 ** priceDecimals, ask: at(ask, book) / 10 ** priceDecimals };
  }
}
