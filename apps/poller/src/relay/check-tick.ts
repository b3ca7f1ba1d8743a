import { formatDecimal, type Instrument, parseDecimal } from '@fulcrum/cfd';
import type { VenueTicker } from '../venues/venue-message.ts';
import { priceOnGrid } from './price-on-grid.ts';

/** A tick that may be relayed. Prices have exactly the instrument's digits. */
export interface Tick {
  readonly asset: string;
  readonly bid: string;
  /** 0 if the venue does not tell. */
  readonly bidQuantity: string;
  readonly ask: string;
  readonly askQuantity: string;
  /** Microseconds since 1970; undefined when the venue does not tell. */
  readonly exchangeTime: number | undefined;
  /** The source of the price. */
  readonly source: string;
}

/** Why a tick may not be relayed. */
export type Fault = 'not_positive' | 'off_grid' | 'crossed';

export interface CheckedTick {
  readonly tick: Tick;
  /** Whether the price was rounded, because the venue's grid is finer than ours. */
  readonly isRounded: boolean;
}

/** Checks a tick as the engine would, so that a tick that the engine would ignore stays out of the log. */
export function checkTick(ticker: VenueTicker, instrument: Instrument, source: string): CheckedTick | Fault {
  const bid = priceOnGrid(ticker.bid, 'bid', instrument);
  const ask = priceOnGrid(ticker.ask, 'ask', instrument);
  if (bid === undefined) return priceFault(ticker.bid, instrument);
  if (ask === undefined) return priceFault(ticker.ask, instrument);
  if (ask.units < bid.units) return 'crossed';
  const { asset, priceDecimals } = instrument;
  const tick = {
    asset,
    bid: formatDecimal(bid.units, priceDecimals),
    bidQuantity: ticker.bidQuantity ?? '0',
    ask: formatDecimal(ask.units, priceDecimals),
    askQuantity: ticker.askQuantity ?? '0',
    exchangeTime: ticker.exchangeTime,
    source,
  };
  return { tick, isRounded: bid.isRounded || ask.isRounded };
}

/** Why a price does not fit: it is not positive, or it is off the grid. */
function priceFault(text: string, { priceDecimals }: Instrument): Fault {
  return text.startsWith('-') || parseDecimal(text, priceDecimals) === 0 ? 'not_positive' : 'off_grid';
}
