import type { Instrument } from '../../messages/instrument.ts';
import { isRefusal, type Refusal, refuse } from '../../messages/rejection.ts';
import type { Side } from '../../numbers/money.ts';
import { priceFault } from '../../prices/price-fault.ts';
import { hasReachedStop, hasReachedTarget } from '../../prices/quote.ts';
import type { Market } from '../../state/market.ts';
import { hasReached } from '../../state/pending/waiting-book.ts';
import { parsePrice } from '../instrument.ts';
import { guaranteeFault } from '../opening/guarantee.ts';
import type { Level } from '../read-level.ts';

/** Reads the price for which an order is to wait. It must not be there already. */
export function readPrice(
  text: string,
  { side, orderType }: { readonly side: Side; readonly orderType: 'limit' | 'stop' },
  { instrument, quote }: Pick<Market, 'instrument' | 'quote'>,
  maxPrice: number,
): number | Refusal {
  const price = parsePrice(text, instrument, maxPrice);
  if (price === undefined) return refuse('invalid_price', priceFault('price', text, { instrument, maxPrice }));
  if (quote !== undefined && hasReached(side, orderType, price, quote))
    return refuse('invalid_price', `The price of this ${side} ${orderType} is reached already.`);
  return price;
}

/** The last millisecond of the year 9999: all calendars can show it. */
const LAST_EXPIRY = 253_402_300_799_999;

/** Reads the time at which an order is to expire. */
export function readExpiry(expiresAt: number | undefined, now: number): number | undefined | Refusal {
  if (expiresAt === undefined) return undefined;
  if (expiresAt <= now) return refuse('invalid_expiry', `expiresAt was ${now - expiresAt} ms ago.`);
  if (expiresAt <= LAST_EXPIRY) return expiresAt;
  return refuse(
    'invalid_expiry',
    'expiresAt lies behind the year 9999. An order without it waits until it is cancelled.',
  );
}

interface Levels {
  readonly side: Side;
  /** The price for which the order waits. */
  readonly price: number;
  readonly isGuaranteed: boolean;
  readonly takeProfit: Level;
  readonly stopLoss: Level;
  readonly trailingDistance: Level;
}

/**
 * The levels of an order that waits lie right of its price. How far a guaranteed stop lies from the market is looked at when the
 * order opens.
 */
export function checkLevels(
  { side, price, isGuaranteed, takeProfit, stopLoss, trailingDistance }: Levels,
  instrument: Instrument,
) {
  if (isRefusal(takeProfit)) return takeProfit;
  if (takeProfit !== undefined && hasReachedTarget(side, price, takeProfit))
    return refuse('invalid_take_profit', `A take-profit of a ${side} lies on the winning side of its price.`);
  if (isRefusal(stopLoss)) return stopLoss;
  if (stopLoss !== undefined && hasReachedStop(side, price, stopLoss))
    return refuse('invalid_stop_loss', `A stop-loss of a ${side} lies on the losing side of its price.`);
  const unguarded = isGuaranteed ? guaranteeFault(stopLoss, instrument) : undefined;
  if (unguarded !== undefined) return unguarded;
  if (isRefusal(trailingDistance)) return trailingDistance;
  return { takeProfit, stopLoss, trailingDistance };
}
