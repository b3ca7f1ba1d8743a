import type { Money } from '@fulcrum/cfd';
import type { ClosedEvent } from '@fulcrum/protocol';
import { assetText, grouped, readMoney, sideText, signedMoneyText } from '../numbers/amounts.ts';
import { shownTotal } from '../numbers/rounding.ts';
import { FEW } from './gathered-notices.ts';
import type { Notice } from './notices.ts';

/** The fields of a closing that a notice shows. Feed and history both have them. */
export type Closing = Pick<ClosedEvent, 'side' | 'quantity' | 'asset' | 'closePrice' | 'pnl' | 'reason' | 'remaining'>;

const HOW: Readonly<Record<ClosedEvent['reason'], string>> = {
  manual: 'Closed',
  take_profit: 'Take-profit reached',
  stop_loss: 'Stop-loss reached',
  liquidation: 'Liquidated',
  trailing_stop: 'Trailing stop reached',
  guaranteed_stop: 'Guaranteed stop reached',
  netting: 'Closed by an opposite order',
};

export function closingNotices(closings: readonly Closing[]): Notice[] {
  return [...Map.groupBy(closings, ({ reason }) => reason).values()].flatMap((alike) =>
    alike.length > FEW ? [noticeOfMany(alike)] : alike.map(noticeOfOne),
  );
}

function noticeOfOne(closing: Closing): Notice {
  const { side, quantity, asset, closePrice, pnl, reason, remaining } = closing;
  const what = `${sideText(side)} ${grouped(quantity)} ${assetText(asset)} at ${grouped(closePrice)}`;
  if (remaining === undefined) return notice(reason, HOW[reason], what, readMoney(pnl));
  const title = reason === 'manual' ? 'Closed in part' : HOW[reason];
  return notice(reason, title, `${what}, ${grouped(remaining)} still open`, readMoney(pnl));
}

function noticeOfMany(closings: readonly Closing[]): Notice {
  const [{ reason } = { reason: 'manual' as const }] = closings;
  const sum = shownTotal(closings.map(({ pnl }) => readMoney(pnl)));
  return notice(reason, HOW[reason], `${closings.length} positions`, sum);
}

function notice(reason: ClosedEvent['reason'], title: string, what: string, pnl: Money): Notice {
  const isLiquidation = reason === 'liquidation';
  const kind = isLiquidation ? 'bad' : pnl < 0n ? 'warn' : 'good';
  const text = `${what}: ${signedMoneyText(pnl)} USDC`;
  // The notice of a liquidation stays until it is closed by hand.
  return { kind, title, text, ...(isLiquidation ? { forMs: 0 } : {}) };
}
