import { type SideExposure, toUnits } from '@fulcrum/exposure';
import type { presentQuotes } from '../../market/present-quotes.ts';
import type { KnownExposure } from './live-exposure.ts';
import { printSquareUnits, printUnitsWith } from './money-of.ts';

type Quote = ReturnType<typeof presentQuotes>[number];

/** What it takes to tell what clients have open of an instrument. */
export interface ExposureSources {
  readonly known: KnownExposure;
  readonly quotes: readonly Quote[];
  readonly decimalsOf: (asset: string) => number | undefined;
}

/** The finest quantities that there are. */
const MOST_DECIMALS = 12;

/** What clients have open of each instrument, at present prices, and what of that the house carries. */
export function exposureReport({ known, quotes, decimalsOf }: ExposureSources) {
  const { exposure, asOf } = known;
  const quoteOf = new Map(quotes.map((quote) => [quote.asset, quote]));
  const instruments = exposure.assets().map((asset) => {
    const { buy, sell } = exposure.sides(asset);
    const quote = quoteOf.get(asset);
    const decimals = decimalsOf(asset) ?? MOST_DECIMALS;
    const [bid, ask] = [quote && toUnits(quote.bid), quote && toUnits(quote.ask)];
    // Longs would close at the bid, and shorts at the ask.
    const long = sideReport(buy, bid, decimals, 1n);
    const short = sideReport(sell, ask, decimals, -1n);
    const net = sell.quantity - buy.quantity;
    const netPrice = net < 0n ? bid : ask;
    return {
      ...{ asset, long: long.printed, short: short.printed },
      net: {
        quantity: printUnitsWith(net, decimals),
        notional: netPrice === undefined ? null : printSquareUnits(net * netPrice),
      },
      unrealizedPnl: long.pnl === undefined || short.pnl === undefined ? null : printSquareUnits(long.pnl + short.pnl),
      quote:
        quote === undefined
          ? null
          : { bid: quote.bid, ask: quote.ask, time: quote.time, ageMs: quote.ageMs, stale: quote.stale },
    };
  });
  return { asOf, instruments };
}

function sideReport(
  { quantity, cost, positions }: SideExposure,
  price: bigint | undefined,
  decimals: number,
  sign: bigint,
) {
  const worth = price === undefined ? undefined : quantity * price;
  const pnl = worth === undefined ? undefined : sign * (worth - cost);
  return {
    pnl,
    printed: {
      quantity: printUnitsWith(quantity, decimals),
      positions,
      notional: worth === undefined ? null : printSquareUnits(worth),
      unrealizedPnl: pnl === undefined ? null : printSquareUnits(pnl),
    },
  };
}
