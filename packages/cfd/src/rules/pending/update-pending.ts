import type { UpdateOrder } from '../../messages/commands.ts';
import type { OrderUpdated } from '../../messages/events.ts';
import { isRefusal, type Refusal, refuse } from '../../messages/rejection.ts';
import type { Pending, PendingChange } from '../../state/pending/pending-fields.ts';
import type { State } from '../../state/state.ts';
import { readLevel } from '../read-level.ts';
import { checkValidity } from '../validity.ts';
import { wellFormed } from '../well-formed.ts';
import { checkLevels, readExpiry, readPrice } from './pending-terms.ts';

/** Changes an order that waits. Its levels lie right of its price afterwards, also those that stay. */
export function updatePending(state: State, order: Pending, command: UpdateOrder, now: number): OrderUpdated | Refusal {
  const { takeProfit, stopLoss, trailingDistance } = command;
  if (
    order.effect === 'reduce_only' &&
    [takeProfit, stopLoss, trailingDistance].some((level) => isSet(wellFormed(level)))
  )
    return refuse('invalid_command', 'An order that may only reduce has no levels.');
  const expired = checkValidity(command, now);
  if (expired !== undefined) return expired;
  const change = readChange(state, order, command, now);
  if (isRefusal(change)) return change;
  state.changePending(order, change);
  const { requestId, orderId, userId } = command;
  const { instrument } = state.marketOf(order.asset);
  return { type: 'updated', requestId, instrument, orderId, userId, ...change };
}

function readChange(state: State, order: Pending, command: UpdateOrder, now: number): PendingChange | Refusal {
  const market = state.marketOf(order.asset);
  const { maxPrice } = state;
  const price = command.price === undefined ? order.price : readPrice(command.price, order, market, maxPrice);
  if (isRefusal(price)) return price;
  const expiry = wellFormed(command.expiresAt);
  const expiresAt = expiry === undefined ? order.expiresAt : readExpiry(expiry ?? undefined, now);
  if (isRefusal(expiresAt)) return expiresAt;
  const { takeProfit, stopLoss, trailingDistance } = command;
  const source = { instrument: market.instrument, maxPrice };
  const named = (name: 'takeProfit' | 'stopLoss' | 'trailingDistance', text: string | null | undefined) =>
    text === undefined ? order[name] : readLevel(name, text ?? undefined, source);
  const levels = checkLevels(
    {
      ...{ side: order.side, price, isGuaranteed: order.stopKind === 'guaranteed' },
      takeProfit: named('takeProfit', takeProfit),
      stopLoss: isSet(trailingDistance) ? undefined : named('stopLoss', stopLoss),
      trailingDistance: isSet(stopLoss) ? undefined : named('trailingDistance', trailingDistance),
    },
    market.instrument,
  );
  return isRefusal(levels) ? levels : { price, expiresAt, ...levels };
}

/** A stop-loss and a trailing distance take each other's place. */
function isSet(level: string | null | undefined): boolean {
  return level !== undefined && level !== null;
}
