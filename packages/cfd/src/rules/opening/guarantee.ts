import type { Instrument } from '../../messages/instrument.ts';
import { type Refusal, refuse } from '../../messages/rejection.ts';
import { isAtLeastBps, type Side } from '../../numbers/money.ts';
import type { Prices } from '../../prices/quote.ts';

/** Refuses a guarantee for a stop-loss that is none, or lies too near to the price at which it would close now. */
export function guaranteeRefusal(
  side: Side,
  stopLoss: number | undefined,
  { guaranteedStopPpm, minGuaranteedDistanceBps = 0 }: Instrument,
  { bid, ask }: Prices,
): Refusal | undefined {
  if (guaranteedStopPpm === undefined) return refuse('invalid_stop_loss', 'This instrument has no guaranteed stops.');
  if (stopLoss === undefined)
    return refuse('invalid_stop_loss', 'A guaranteed stop needs a stop-loss that does not trail.');
  const [price, distance] = side === 'buy' ? [bid, bid - stopLoss] : [ask, stopLoss - ask];
  if (isAtLeastBps(distance, price, minGuaranteedDistanceBps)) return undefined;
  return refuse(
    'invalid_stop_loss',
    `A guaranteed stop lies ${minGuaranteedDistanceBps} bps from the price or farther.`,
  );
}
