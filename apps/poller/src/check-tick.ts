import { formatDecimal, type Instrument, parseDecimal, parsePrice } from '@fulcrum/core';
import type { BookTicker } from '@fulcrum/protocol';

/** A tick that may be relayed. Prices have exactly the instrument's digits. */
export interface Tick {
  readonly asset: string;
  readonly bid: string;
  readonly bidQuantity: string;
  readonly ask: string;
  readonly askQuantity: string;
  /** Microseconds since 1970; undefined when the venue does not tell. */
  readonly exchangeTime: number | undefined;
}

/** Why a tick may not be relayed. */
export type Fault = 'invalid' | 'unknown_asset' | 'not_positive' | 'off_grid' | 'crossed';

/** Digits that a quantity may have; a screen shows it, and nobody counts with it. */
const MAX_QUANTITY_LENGTH = 32;

/**
 * Checks a tick the way the engine would, so that what the engine has to pass over stays out of the log.
 *
 * @param instrument undefined when the symbol is none of ours.
 */
export function checkTick(ticker: BookTicker, instrument: Instrument | undefined): Tick | Fault {
  if (instrument === undefined) return 'unknown_asset';
  if (!isQuantity(ticker.B) || !isQuantity(ticker.A)) return 'invalid';
  const bid = parsePrice(ticker.b, instrument);
  const ask = parsePrice(ticker.a, instrument);
  if (bid === undefined) return priceFault(ticker.b, instrument);
  if (ask === undefined) return priceFault(ticker.a, instrument);
  if (ask < bid) return 'crossed';
  return {
    asset: instrument.asset,
    bid: formatDecimal(bid, instrument.priceDecimals),
    bidQuantity: ticker.B,
    ask: formatDecimal(ask, instrument.priceDecimals),
    askQuantity: ticker.A,
    exchangeTime: ticker.T ?? ticker.E,
  };
}

function isQuantity(text: string): boolean {
  return text.length <= MAX_QUANTITY_LENGTH && !text.startsWith('-');
}

/** A price that lies between two steps, or does not fit, is off the grid. */
function priceFault(text: string, { priceDecimals }: Instrument): Fault {
  const units = parseDecimal(text, priceDecimals);
  return text.startsWith('-') || units === 0 ? 'not_positive' : 'off_grid';
}
