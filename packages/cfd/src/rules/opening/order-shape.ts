import type { CreateOrder } from '../../messages/commands.ts';
import { type Refusal, refuse } from '../../messages/rejection.ts';

/** Refuses an order whose fields do not go together. Nothing else need be known for that. */
export function checkShape(command: CreateOrder): Refusal | undefined {
  const fault = faultOf(command);
  return fault === undefined ? undefined : refuse('invalid_command', fault);
}

function faultOf(command: CreateOrder): string | undefined {
  const { orderType, price, expiresAt, takeProfit, stopLoss, trailingDistance } = command;
  if (orderType === undefined || orderType === 'market') {
    if (price !== undefined || expiresAt !== undefined) return 'price and expiresAt belong to an order that waits.';
  } else {
    if (price === undefined) return `A ${orderType} order needs a price.`;
    if (command.expectedPrice !== undefined) return 'An order that waits expects its own price.';
  }
  if (trailingDistance !== undefined && stopLoss !== undefined)
    return 'An order has a stopLoss or a trailingDistance, and not both.';
  if (command.reduceOnly !== true) return undefined;
  const hasLevels = takeProfit !== undefined || stopLoss !== undefined || trailingDistance !== undefined;
  if (hasLevels || command.guaranteed === true) return 'An order that only reduces has no levels.';
  return undefined;
}
