import type { Instrument } from '../../messages/instrument.ts';
import { type Refusal, refuse } from '../../messages/rejection.ts';
import { isAtLeastBps, type Side } from '../../numbers/money.ts';
import type { Prices } from '../../prices/quote.ts';

/** Refuses a guarantee where there is none to be had. */
export function guaranteeFault(stopLoss: number | undefined, { guaranteedStopPpm }: Instrument): Refusal | undefined {
  if (guaranteedStopPpm === undefined) return refuse('invalid_stop_loss', 'This instrument has no guaranteed stops.');
  if (stopLoss !== undefined) return undefined;
  return refuse('invalid_stop_loss', 'A guaranteed stop needs a stop-loss that does not trail.');
}

/** The same, and refuses one for a stop-loss that lies too near to the price at which it would close now. */
export function guaranteeRefusal(
  side: Side,
  stopLoss: number | undefined,
  instrument: Instrument,
  { bid, ask }: Prices,
): Refusal | undefined {
  const fault = guaranteeFault(stopLoss, instrument);
  if (fault !== undefined || stopLoss === undefined) return fault;
  const [price, distance] = side === 'buy' ? [bid, bid - stopLoss] : [ask, stopLoss - ask];
  const { minGuaranteedDistanceBps = 0 } = instrument;
  if (isAtLeastBps(distance, price, minGuaranteedDistanceBps)) return undefined;
  return refuse(
    'invalid_stop_loss',
    `A guaranteed stop lies ${minGuaranteedDistanceBps} bps from the price or farther.`,
  );
}
