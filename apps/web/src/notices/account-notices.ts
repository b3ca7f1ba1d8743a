import type { Money } from '@fulcrum/cfd';
import type { ClosedEvent, CreatedEvent } from '@fulcrum/protocol';
import { assetText, grouped, readMoney, sideText, signedMoneyText } from '../numbers/amounts.ts';
import { shownTotal } from '../numbers/rounding.ts';
import { type Notice, notify } from './notices.ts';

/** The fields of a closing that a notice shows. Feed and history both have them. */
export type Closing = Pick<ClosedEvent, 'side' | 'quantity' | 'asset' | 'closePrice' | 'pnl' | 'reason'>;

const HOW: Readonly<Record<ClosedEvent['reason'], string>> = {
  manual: 'Closed',
  take_profit: 'Take-profit reached',
  stop_loss: 'Stop-loss reached',
  liquidation: 'Liquidated',
  trailing_stop: 'Trailing stop reached',
  guaranteed_stop: 'Guaranteed stop reached',
  netting: 'Closed by an opposite order',
};

export function openedNotice({ side, quantity, asset, openPrice, leverage }: CreatedEvent): Notice {
  const text = `${sideText(side)} ${grouped(quantity)} ${assetText(asset)} at ${grouped(openPrice)}, ${leverage}×`;
  return { kind: 'good', title: 'Position opened', text };
}

/** More than a few closings within this time and for the same reason make one notice. */
const GATHER_MS = 200;
const FEW = 3;

/** Notices of closed positions. A tick may close hundreds, and nobody can read as many notices. */
export class ClosingNotices {
  #gathered: Closing[] = [];

  add(closing: Closing): void {
    this.#gathered.push(closing);
    if (this.#gathered.length === 1) setTimeout(() => this.#tell(), GATHER_MS);
  }

  #tell(): void {
    const gathered = this.#gathered;
    this.#gathered = [];
    for (const notice of closingNotices(gathered)) notify(notice);
  }
}

export function closingNotices(closings: readonly Closing[]): Notice[] {
  return [...Map.groupBy(closings, ({ reason }) => reason).values()].flatMap((alike) =>
    alike.length > FEW ? [noticeOfMany(alike)] : alike.map(noticeOfOne),
  );
}

function noticeOfOne(closing: Closing): Notice {
  const { side, quantity, asset, closePrice, pnl } = closing;
  const what = `${sideText(side)} ${grouped(quantity)} ${assetText(asset)} at ${grouped(closePrice)}`;
  return notice(closing.reason, HOW[closing.reason], what, readMoney(pnl));
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
