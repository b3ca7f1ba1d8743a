import { type Instrument, parseDecimal } from '@fulcrum/cfd';
import type { ValuedOrderJson } from '@fulcrum/protocol';
import { assetText, grouped } from '../../numbers/amounts.ts';
import { updateOrder } from '../../trading/orders.ts';
import { isStopBehind, STOP_BEHIND } from '../../trading/stop-behind.ts';
import { PriceCell } from './PriceCell.tsx';

export interface LevelCellProps {
  readonly order: ValuedOrderJson;
  readonly instrument: Instrument;
}

export interface TakeProfitCellProps {
  readonly order: Pick<ValuedOrderJson, 'orderId' | 'asset' | 'takeProfit'>;
  readonly instrument: Instrument;
}

/** Of an order that is open, or waits. */
export function TakeProfitCell({ order, instrument }: TakeProfitCellProps) {
  return (
    <PriceCell
      name={`Take-profit of ${assetText(order.asset)}`}
      value={order.takeProfit}
      instrument={instrument}
      change={(takeProfit) => updateOrder(order.orderId, { takeProfit })}
    />
  );
}

/** The stop-loss; or where a trailing stop stands now, of which the distance is edited. */
export function StopLossCell({ order, instrument }: LevelCellProps) {
  const asset = assetText(order.asset);
  const { orderId, trailingDistance, trailingStop, guaranteed } = order;
  if (trailingDistance !== undefined)
    return (
      <PriceCell
        name={`Trailing distance of ${asset}`}
        value={trailingDistance}
        shown={`⇢ ${grouped(trailingStop ?? trailingDistance)}`}
        note={`Trails the best price by ${grouped(trailingDistance)}.`}
        instrument={instrument}
        change={(distance) => updateOrder(orderId, { trailingDistance: distance })}
      />
    );
  const warningOf = (price: number | undefined) =>
    price !== undefined && isBehind(order, price, instrument) ? STOP_BEHIND : undefined;
  return (
    <PriceCell
      name={`Stop-loss of ${asset}`}
      value={order.stopLoss}
      shown={guaranteed === true && order.stopLoss !== null ? `${grouped(order.stopLoss)} G` : undefined}
      note={guaranteed === true ? 'Guaranteed: closes at exactly this price. It can be moved nearer only.' : undefined}
      instrument={instrument}
      isNeeded={guaranteed === true}
      warningOf={warningOf}
      change={(stopLoss) => updateOrder(orderId, { stopLoss })}
    />
  );
}

/** Whether the order is liquidated before a stop-loss at this price. */
function isBehind({ side, liquidationPrice }: ValuedOrderJson, price: number, { priceDecimals }: Instrument): boolean {
  const liquidation = parseDecimal(liquidationPrice, priceDecimals);
  return liquidation !== undefined && isStopBehind(side, price, liquidation);
}
