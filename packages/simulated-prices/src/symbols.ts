import type { Books } from './books.ts';
import type { Recording } from './recording.ts';
import { simulateWalk, type WalkSettings } from './simulated-walk.ts';

/** A symbol of the venue, and its book at each row of the recording. */
export interface SymbolBooks {
  readonly symbol: string;
  readonly origin: 'recorded' | 'simulated';
  readonly books: Books;
  bookAtRow(row: number): number;
}

/** Only BTC is recorded. The others are simulated, and nobody ever paid these prices. */
const SIMULATED: readonly (WalkSettings & { readonly symbol: string })[] = [
  {
    ...{ symbol: 'ETH_USDC', seed: 20_240_808, startPrice: 2_400, priceDecimals: 2, quantityDecimals: 4 },
    ...{ beta: 1.1, noiseBps: 0.3, maxSpread: 4, maxQuantity: 400_000 },
  },
  {
    ...{ symbol: 'SOL_USDC', seed: 8_082_024, startPrice: 155, priceDecimals: 2, quantityDecimals: 2 },
    ...{ beta: 1.3, noiseBps: 0.5, maxSpread: 2, maxQuantity: 50_000 },
  },
];

export function symbolsOf(recording: Recording): SymbolBooks[] {
  const recorded: SymbolBooks = {
    symbol: 'BTC_USDC',
    origin: 'recorded',
    books: recording.books,
    bookAtRow: (row) => row,
  };
  const simulated = SIMULATED.map(({ symbol, ...settings }): SymbolBooks => {
    const walk = simulateWalk(recording, settings);
    return { symbol, origin: 'simulated', books: walk.books, bookAtRow: (row) => walk.bookAtRow[row] ?? 0 };
  });
  return [recorded, ...simulated];
}
