import type { ClosedEvent, CreatedEvent } from '@fulcrum/protocol';
import type { AccountMessage } from '../feed/messages.ts';
import { assetText, grouped, readMoney, sideText, signedMoneyText } from '../trading/amounts.ts';
import type { Notice } from './notices.ts';

const HOW: Readonly<Record<ClosedEvent['reason'], string>> = {
  manual: 'Closed',
  take_profit: 'Take-profit reached',
  stop_loss: 'Stop-loss reached',
  liquidation: 'Liquidated',
};

/** What an event of the account is worth saying aloud; undefined for what is shown anyway. */
export function noticeOf(event: AccountMessage): Notice | undefined {
  if (event.type === 'created') return { kind: 'good', title: 'Position opened', text: openedText(event) };
  if (event.type !== 'closed') return undefined;
  const pnl = readMoney(event.pnl);
  const kind = event.reason === 'liquidation' ? 'bad' : pnl < 0n ? 'warn' : 'good';
  const text = `${closedText(event)}: ${signedMoneyText(pnl)} USDC`;
  // A liquidation is not missed because somebody looked away.
  return { kind, title: HOW[event.reason], text, ...(event.reason === 'liquidation' ? { forMs: 0 } : {}) };
}

function openedText({ side, quantity, asset, openPrice, leverage }: CreatedEvent): string {
  return `${sideText(side)} ${grouped(quantity)} ${assetText(asset)} at ${grouped(openPrice)}, ${leverage}×`;
}

function closedText({ side, quantity, asset, closePrice }: ClosedEvent): string {
  return `${sideText(side)} ${grouped(quantity)} ${assetText(asset)} at ${grouped(closePrice)}`;
}
