import type { JsonEvent } from '../json.ts';

/** What happened, as a trader would tell it. All figures of an event that concern a trader are told. */

const REASONS: { readonly [reason: string]: string } = {
  manual: 'by hand',
  take_profit: 'take-profit',
  stop_loss: 'stop-loss',
  trailing_stop: 'trailing stop',
  guaranteed_stop: 'guaranteed stop',
  liquidation: 'liquidation',
  netting: 'netting',
};

const SENTENCES: { readonly [type: string]: (event: JsonEvent, name: string) => string } = {
  transferred: ({ amount }) => `${money(amount)} is paid in`,
  placed: (_, name) => `${name} waits`,
  created: (event, name) =>
    [
      `${name} opens: ${quantity(event.quantity)} at ${event.openPrice}, margin ${money(event.margin)}`,
      ...(event.guaranteedExecutionFee === undefined ? [] : [`fee ${money(event.guaranteedExecutionFee)}`]),
      `liquidation price ${event.liquidationPrice}`,
      ...(Number(event.slippage) === 0 ? [] : [`slippage ${event.slippage}`]),
    ].join(', '),
  closed: (event, name) => `${closedPart(event, name)} closes at ${event.closePrice} (${closing(event)}`,
  updated: (_, name) => `${name} is changed`,
  cancelled: ({ code }, name) => `${name} is cancelled: \`${code}\``,
  reduced: ({ closedQuantity }, name) => `${name} has closed ${quantity(closedQuantity)}, and opens nothing`,
  rejected: ({ code }) => `refused: \`${code}\``,
  'all-closed': ({ closed, left }) => `${closed} closed, ${left} left open`,
  'all-cancelled': ({ cancelled }) => `${cancelled} cancelled`,
  'price-held': () => 'the price is held',
  'price-released': ({ outcome }) => `the held price is ${outcome}`,
};

export function tell(events: readonly JsonEvent[]): string {
  return events.length === 0 ? '—' : events.map(sentence).join('; ');
}

function sentence(event: JsonEvent): string {
  const told = SENTENCES[String(event.type)];
  if (told === undefined) throw new Error(`nobody has words for ${event.type}`);
  return told(event, nameOf(event));
}

function closedPart({ remaining, quantity: part }: JsonEvent, name: string): string {
  return remaining === undefined ? name : `${quantity(part)} of ${name}`;
}

function closing({ reason, pnl, payout, remaining, remainingMargin, remainingLiquidationPrice }: JsonEvent): string {
  const paid = `${REASONS[String(reason)]}): P&L ${money(pnl)}, pays out ${money(payout)}`;
  if (remaining === undefined) return paid;
  const rest = `margin ${money(remainingMargin)}, liquidation price ${remainingLiquidationPrice}`;
  return `${paid}; ${quantity(remaining)} stays open, ${rest}`;
}

/** Orders are called A, B, C and so on. */
function nameOf({ orderId }: JsonEvent): string {
  return typeof orderId === 'string' ? String.fromCharCode(64 + Number.parseInt(orderId.slice(-12), 16)) : '';
}

/** Without the zeros that say nothing: all digits that are left count. */
export function money(text: unknown): string {
  return String(text).replace(/0{1,4}$/, '');
}

export function quantity(text: unknown): string {
  return String(text).replace(/\.?0+$/, '');
}
