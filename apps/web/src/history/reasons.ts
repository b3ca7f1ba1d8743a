import type { CancelledOrder, ClosedOrder } from '../api/schemas.ts';
import { refusalText } from '../trading/refusals.ts';

/** Why an order was closed, in a trader's words. */
export const REASONS: Readonly<Record<ClosedOrder['reason'], string>> = {
  manual: 'Closed by you',
  take_profit: 'Take-profit',
  stop_loss: 'Stop-loss',
  liquidation: 'Liquidation',
  trailing_stop: 'Trailing stop',
  guaranteed_stop: 'Guaranteed stop',
  netting: 'Netted',
};

/** How an order ended that did not open. */
export function endText({ code }: Pick<CancelledOrder, 'code'>): string {
  if (code === 'requested') return 'Cancelled';
  return code === 'expired' ? 'Expired' : 'Not opened';
}

/** Why it did not open, in a sentence. */
export function whyNotOpened({ code }: Pick<CancelledOrder, 'code'>): string {
  if (code === 'requested') return 'You cancelled it, or started your account over.';
  if (code === 'expired') return 'Its time was over before its price was reached.';
  return `Its price was reached, and a check failed. ${refusalText(code, code)}`;
}
