import { floorDivide, formatDecimal, parsePrice, profitAt } from '@fulcrum/cfd';
import { useState } from 'react';
import { grouped, moneyText, quantityText, signedMoneyText } from '../../numbers/amounts.ts';
import { closePart, type PartToClose } from '../../trading/orders.ts';
import { readPosition } from '../../trading/position.ts';
import { useAction } from '../../trading/use-action.ts';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/TextField.tsx';
import styles from './ActionForm.module.css';
import { ActionForm, Figures } from './ActionForm.tsx';
import type { ActionProps } from './action-kinds.ts';
import { PERCENTS, percentOf, readPart } from './part-to-close.ts';

/** Closes any quantity of a position. */
export function PartForm({ order, instrument, onDone }: ActionProps) {
  const [typed, setTyped] = useState('');
  const { orderId, quantity } = order;
  const closing = useAction('Not closed', (part: PartToClose) => closePart(orderId, part), onDone);
  const position = readPosition(order, instrument);
  const price = parsePrice(order.currentPrice, instrument);
  if (position === undefined || price === undefined) return null;
  const open = position.quantity;
  const part = readPart(typed, open, instrument);
  const text = (units: number) => formatDecimal(units, instrument.quantityDecimals);
  const isWhole = part === open;
  const figures = (units: number) => ({
    'Result at the current price': `${signedMoneyText(profitAt(price, { ...position, quantity: units }, instrument))} USDC`,
    'Margin set free': `${moneyText(floorDivide(position.margin * BigInt(units), BigInt(open)))} USDC`,
    'Stays open': isWhole ? 'nothing' : quantityText(open - units, instrument),
  });
  return (
    <ActionForm
      name={typeof part === 'number' ? `Close ${quantityText(part, instrument)}` : 'Close'}
      isPossible={typeof part === 'number'}
      isPending={closing.isPending}
      onSubmit={() => {
        if (typeof part === 'number') closing.mutate({ quantity: text(part), openQuantity: quantity });
      }}
      onLeave={onDone}
    >
      <TextField
        label="Quantity"
        hint={`Of ${grouped(quantity)}. It closes at the current price; the rest keeps its entry and its levels.`}
        inputMode="decimal"
        value={typed}
        fault={typeof part === 'string' ? part : undefined}
        onChange={setTyped}
      />
      <div className={styles.parts}>
        {PERCENTS.map((percent) => {
          const units = percentOf(open, percent, instrument);
          return (
            <Button
              key={percent}
              type="button"
              isSmall
              disabled={units === undefined}
              onClick={() => setTyped(text(units ?? 0))}
            >
              {percent} %
            </Button>
          );
        })}
      </div>
      {typeof part === 'number' && <Figures figures={figures(part)} />}
    </ActionForm>
  );
}
