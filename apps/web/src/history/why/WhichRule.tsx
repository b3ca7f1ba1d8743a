import type { ClosedOrder } from '../../api/schemas.ts';
import { grouped } from '../../numbers/amounts.ts';
import type { Audit } from './audit.ts';
import styles from './WhyDialog.module.css';

export interface WhichRuleProps {
  readonly order: ClosedOrder;
  readonly audit: Audit;
}

/** Shows the rule that closed the order with its numbers, and whether the margin call, which comes first, held. */
export function WhichRule({ order, audit }: WhichRuleProps) {
  const { marginCall, liquidationPrice } = audit;
  const isLong = order.side === 'buy';
  return (
    <>
      <p>{ruleText(order)}</p>
      <p className={styles.formula}>
        <span className="muted">20 × (margin + P&L) ≤ margin</span>
        <span>{marginCall.working}</span>
        <span className={marginCall.holds ? 'down' : 'muted'}>
          {marginCall.holds ? 'The margin call held.' : 'The margin call did not hold.'}
        </span>
      </p>
      <p>
        Liquidation price: {liquidationPrice.startsWith('\u2212') ? 'none, no price is low enough' : liquidationPrice}.{' '}
        The {isLong ? 'bid' : 'ask'} of {grouped(order.closePrice)} was{' '}
        {audit.isLiquidationReached
          ? `at or ${isLong ? 'below' : 'above'} it`
          : `still ${isLong ? 'above' : 'below'} it`}
        .
      </p>
    </>
  );
}

function ruleText({ reason, side, closePrice }: ClosedOrder): string {
  const [quoted, price] = [side === 'buy' ? 'bid' : 'ask', grouped(closePrice)];
  switch (reason) {
    case 'manual':
      return 'None of the triggers: it was open until you closed it.';
    case 'take_profit':
      return `Take-profit: at this tick the ${quoted}, ${price}, had reached your target or was better. A position closes at the price of the tick, not at its target.`;
    case 'stop_loss':
      return `Stop-loss: at this tick the ${quoted}, ${price}, had reached your stop or was worse. A position closes at the price of the tick, not at its stop.`;
    case 'trailing_stop':
      return `Trailing stop: at this tick the ${quoted}, ${price}, had come back from its best by your distance or more. A position closes at the price of the tick, not at its stop.`;
    case 'guaranteed_stop':
      return `Guaranteed stop: at this tick the ${quoted} had reached your stop or was worse. A guaranteed stop closes at its own price, ${price}.`;
    case 'netting':
      return 'None of the triggers: it was open until an order of the other side closed it.';
    case 'liquidation':
      return 'Margin call: a position is closed when at most a twentieth, 5 %, of its margin is left. It comes before any take-profit or stop-loss.';
  }
}
