import type { ClosedOrder } from '../api/schemas.ts';

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
