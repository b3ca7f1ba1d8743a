import { NONE } from '@fulcrum/memory';
import type { CreateOrder } from '../../messages/commands.ts';
import type { Event } from '../../messages/events.ts';
import { isRefusal, type Refusal, refuse, UNKNOWN_ACCOUNT } from '../../messages/rejection.ts';
import type { State } from '../../state/state.ts';
import { rightsRefusal } from '../accounts/rights.ts';
import { netOrder } from '../netting/net-order.ts';
import { planNetting, whatItDoes } from '../netting/net-plan.ts';
import { placeOrder } from '../pending/place-order.ts';
import { checkValidity } from '../validity.ts';
import { checkOrderId } from './duplicate-order.ts';
import { openPosition } from './open-position.ts';
import { parseExpectedPrice } from './opening-terms.ts';
import { checkShape } from './order-shape.ts';

/**
 * Carries out `create-order`. The checks come in the order of docs/rules.md, "Opening" and "Pending orders". The first refusal
 * counts.
 */
export function createOrder(state: State, command: CreateOrder, now: number): readonly Event[] | Refusal {
  const faulty = checkShape(command);
  if (faulty !== undefined) return faulty;
  const market = state.market(command.asset);
  if (market === undefined) return refuse('unknown_asset', 'There is no such instrument.');
  const { instrument } = market;
  const { maxPrice } = state;
  const expectedPrice = parseExpectedPrice(command, { instrument, maxPrice });
  if (isRefusal(expectedPrice)) return expectedPrice;
  const account = state.findAccount(command.userId);
  if (account === NONE) return UNKNOWN_ACCOUNT;
  const duplicate = checkOrderId(state, command, instrument, now);
  if (duplicate !== undefined) return duplicate;
  const { orderType } = command;
  const waits = orderType === 'limit' || orderType === 'stop';
  const plan = waits ? undefined : planNetting(state, command, command.reduceOnly === true, market, account);
  const restricted = rightsRefusal(state, account, whatItDoes(plan), now, command.actor);
  if (restricted !== undefined) return restricted;
  const expired = checkValidity(command, now);
  if (expired !== undefined) return expired;
  if (plan !== undefined) return netOrder(state, command, expectedPrice, market, account, plan, now);
  const outcome = waits
    ? placeOrder(state, command, orderType, market, account, now)
    : openPosition(state, command, expectedPrice, market, account, now);
  return isRefusal(outcome) ? outcome : [outcome];
}
