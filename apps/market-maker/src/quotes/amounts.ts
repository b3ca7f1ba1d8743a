import { type Capital, type Grid, sizeOf } from '@fulcrum/venue-api';
import type { Holdings } from './inventory.ts';
import type { Prices } from './prices.ts';

/** What an account has of an asset: free, and with what is locked in orders. */
export function amountOf(capital: Capital, asset: string): { readonly available: number; readonly all: number } {
  const { available, locked } = capital[asset] ?? { available: '0', locked: '0' };
  return { available: Number(available), all: Number(available) + Number(locked) };
}

/** What an account has, at the prices of the markets. */
export function holdingsIn(capital: Capital, markets: readonly (readonly [Grid, Prices])[]): Holdings {
  const bases = markets.map(
    ([{ base, tick }, { bid }]) => [base, amountOf(capital, base).all * bid * sizeOf(tick)] as const,
  );
  const quotes = new Set(markets.map(([{ quote }]) => quote));
  return {
    bases: new Map(bases),
    quote: [...quotes].reduce((sum, quote) => sum + amountOf(capital, quote).all, 0),
  };
}
