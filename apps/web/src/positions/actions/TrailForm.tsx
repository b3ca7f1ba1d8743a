import { formatDecimal, parsePrice, profitAt, trailingStopAt } from '@fulcrum/cfd';
import { useState } from 'react';
import { priceText, signedMoneyText } from '../../numbers/amounts.ts';
import { TrailingField } from '../../ticket/fields/TrailingField.tsx';
import { readDistance } from '../../ticket/form/read-level.ts';
import { type LevelEntry, NO_LEVEL } from '../../ticket/form/ticket-form.ts';
import { updateOrder } from '../../trading/orders.ts';
import { readPosition } from '../../trading/position.ts';
import { borneByClient } from '../../trading/stop-behind.ts';
import { useAction } from '../../trading/use-action.ts';
import { ActionForm, Figures } from './ActionForm.tsx';
import type { ActionProps } from './action-kinds.ts';

/** Lets the stop of a position trail. */
export function TrailForm({ order, instrument, onDone }: ActionProps) {
  const [entry, setEntry] = useState<LevelEntry>({ ...NO_LEVEL, text: order.trailingDistance ?? '' });
  const setting = useAction(
    'Not changed',
    (trailingDistance: string) => updateOrder(order.orderId, { trailingDistance }),
    onDone,
  );
  const position = readPosition(order, instrument);
  const price = parsePrice(order.currentPrice, instrument);
  if (position === undefined || price === undefined) return null;
  // The distance counts from the present price, whatever the position was opened at.
  const distance = readDistance(entry, { ...position, openPrice: price }, instrument);
  const figures = (units: number) => {
    const stop = trailingStopAt(order.side, price, units);
    const result = borneByClient(profitAt(stop, position, instrument), position.margin);
    return { 'The stop begins at': priceText(stop, instrument), 'Result there': `${signedMoneyText(result)} USDC` };
  };
  return (
    <ActionForm
      name="Set"
      isPossible={typeof distance === 'number'}
      isPending={setting.isPending}
      onSubmit={() => {
        if (typeof distance === 'number') setting.mutate(formatDecimal(distance, instrument.priceDecimals));
      }}
      onLeave={onDone}
    >
      <TrailingField entry={entry} fault={typeof distance === 'string' ? distance : undefined} onChange={setEntry} />
      {typeof distance === 'number' && <Figures figures={figures(distance)} />}
      {order.stopLoss !== null && <p className="muted">It takes the place of the stop-loss.</p>}
    </ActionForm>
  );
}
