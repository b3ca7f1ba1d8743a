import { NONE } from '@fulcrum/memory';
import type { CreateOrder } from '../../messages/commands.ts';
import type { Instrument } from '../../messages/instrument.ts';
import { type Refusal, refuse } from '../../messages/rejection.ts';
import { CLOSED_ID_AGE_MS } from '../../numbers/limits.ts';
import { CLOSED_ID_PURPOSE } from '../../state/order-fields.ts';
import type { NewPending } from '../../state/pending/pending-fields.ts';
import type { State } from '../../state/state.ts';
import { parseQuantity } from '../instrument.ts';

/** Refuses an order whose id is in use. */
export function checkOrderId(
  state: State,
  command: CreateOrder,
  instrument: Instrument,
  now: number,
): Refusal | undefined {
  const { orderId } = command;
  const known = state.findKeptOrder(orderId, now);
  if (state.findHold(orderId) !== NONE) return refuse('duplicate_order', 'This orderId is that of a transfer.');
  if (known !== NONE) return refuse('duplicate_order', duplicateMessage(state, known, command, instrument));
  const waiting = state.pending.orders.find(orderId);
  return waiting === NONE ? undefined : refuse('duplicate_order', waitingMessage(state, waiting, command, instrument));
}

/** Says to people why an id cannot be used. Of another user's order it says no more than that the id is in use. */
function duplicateMessage(state: State, known: number, command: CreateOrder, instrument: Instrument): string {
  if (state.purposeOf(known) === CLOSED_ID_PURPOSE.transfer) return 'This orderId is that of a transfer.';
  if (!state.isOpen(known))
    return `This orderId was closed or given up less than ${CLOSED_ID_AGE_MS / 60_000} minutes ago.`;
  if (!state.isOwnedBy(known, command.userId)) return 'This orderId is in use by an open order.';
  const differences = differencesFrom(state.readOrder(known), command, instrument);
  return differences.length === 0
    ? 'This orderId is in use by an open order.'
    : `This orderId is in use by an open order with another ${differences.join(', ')}: this one was not opened.`;
}

/** The same of an order that waits. */
function waitingMessage(state: State, waiting: number, command: CreateOrder, instrument: Instrument): string {
  const order = state.readPending(waiting);
  const differences = order.userId === command.userId ? differencesFrom(order, command, instrument) : [];
  return differences.length === 0
    ? 'This orderId is in use by an order that waits.'
    : `This orderId is in use by an order that waits with another ${differences.join(', ')}: this one was not placed.`;
}

/** What decides whether two orders are the same. */
type Known = Pick<NewPending, 'asset' | 'side' | 'quantity' | 'leverage'>;

/** What differs between a command and the order of the same id. Levels do not count: they may have changed since. */
function differencesFrom(order: Known, command: CreateOrder, instrument: Instrument): string[] {
  if (order.asset !== command.asset) return ['asset'];
  const { side, leverage } = command;
  const asked = { side, quantity: parseQuantity(command.quantity, instrument), leverage };
  const names = ['side', 'quantity', 'leverage'] as const;
  return names.filter((name) => order[name] !== asked[name]);
}
