import { type Instrument, parseDecimal, parsePrice } from '@fulcrum/cfd';
import type { ValuedOrderJson } from '@fulcrum/protocol';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { notify } from '../notices/notices.ts';
import { assetText } from '../numbers/amounts.ts';
import { failureNotice } from '../trading/failure-notice.ts';
import { updateOrder } from '../trading/orders.ts';
import { isStopBehind, STOP_BEHIND } from '../trading/stop-behind.ts';
import { LevelButton } from './LevelButton.tsx';
import { LevelEditor } from './LevelEditor.tsx';

export interface LevelCellProps {
  readonly order: ValuedOrderJson;
  readonly instrument: Instrument;
  readonly level: 'takeProfit' | 'stopLoss';
}

/** A level that is edited in its cell. Enter sets it, an empty field removes it, Escape leaves it unchanged. */
export function LevelCell({ order, instrument, level }: LevelCellProps) {
  const [draft, setDraft] = useState<string>();
  const form = useRef<HTMLFormElement>(null);
  /** Whether the value's button gets the focus when the editor closes. */
  const isFocusDue = useRef(false);
  const value = order[level];
  const name = `${level === 'takeProfit' ? 'Take-profit' : 'Stop-loss'} of ${assetText(order.asset)}`;
  const setting = useMutation({
    mutationFn: (price: string | null) => updateOrder(order.orderId, { [level]: price }),
    onSuccess: (outcome) => {
      if (outcome === 'done') leave();
      else notify(failureNotice(`${name} not changed`, outcome));
    },
  });
  const leave = () => {
    // The focus stays where the user has moved it meanwhile.
    const { activeElement, body } = document;
    isFocusDue.current = form.current !== null && (activeElement === body || form.current.contains(activeElement));
    setDraft(undefined);
  };
  const takeFocus = (button: HTMLButtonElement | null) => {
    if (button === null || !isFocusDue.current) return;
    isFocusDue.current = false;
    button.focus();
  };
  const warningOf = (price: number | undefined) =>
    level === 'stopLoss' && price !== undefined && isBehind(order, price, instrument) ? STOP_BEHIND : undefined;
  if (draft === undefined)
    return (
      <LevelButton
        ref={takeFocus}
        name={name}
        value={value}
        warning={warningOf(value === null ? undefined : parsePrice(value, instrument))}
        onPress={() => setDraft(value ?? '')}
      />
    );
  return (
    <LevelEditor
      ref={form}
      name={name}
      draft={draft}
      instrument={instrument}
      warningOf={warningOf}
      isPending={setting.isPending}
      onChange={setDraft}
      onSet={(price) => setting.mutate(price)}
      onLeave={leave}
    />
  );
}

/** Whether the order is liquidated before a stop-loss at this price. */
function isBehind({ side, liquidationPrice }: ValuedOrderJson, price: number, { priceDecimals }: Instrument): boolean {
  const liquidation = parseDecimal(liquidationPrice, priceDecimals);
  return liquidation !== undefined && isStopBehind(side, price, liquidation);
}
