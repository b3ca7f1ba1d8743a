import { formatDecimal, type Instrument, parseDecimal, parsePrice } from '@fulcrum/cfd';
import type { ValuedOrderJson } from '@fulcrum/protocol';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useRef, useState } from 'react';
import { useIsOnline } from '../api/online.ts';
import { notify } from '../notices/notices.ts';
import { assetText, grouped } from '../numbers/amounts.ts';
import { understoodText } from '../numbers/typed-number.ts';
import { failureNotice } from '../trading/failure-notice.ts';
import { readLevelPrice } from '../trading/level-price.ts';
import { updateOrder } from '../trading/orders.ts';
import { isStopBehind, STOP_BEHIND } from '../trading/stop-behind.ts';
import styles from './LevelCell.module.css';

export interface LevelCellProps {
  readonly order: ValuedOrderJson;
  readonly instrument: Instrument;
  readonly level: 'takeProfit' | 'stopLoss';
}

/** A level that is changed where it stands: Enter sets it, an empty field removes it, Escape leaves it. */
export function LevelCell({ order, instrument, level }: LevelCellProps) {
  const [draft, setDraft] = useState<string>();
  const isOnline = useIsOnline();
  const hintId = useId();
  const form = useRef<HTMLFormElement>(null);
  /** Whether the value's button gets the focus when it comes back. */
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
    // Whoever has gone elsewhere while the answer was under way stays there.
    const { activeElement, body } = document;
    isFocusDue.current = form.current !== null && (activeElement === body || form.current.contains(activeElement));
    setDraft(undefined);
  };
  const takeFocus = (button: HTMLButtonElement | null) => {
    if (button === null || !isFocusDue.current) return;
    isFocusDue.current = false;
    button.focus();
  };
  const shown = value === null ? 'Add' : grouped(value);
  const warningOf = (price: number | undefined) =>
    level === 'stopLoss' && price !== undefined && isBehind(order, price, instrument) ? STOP_BEHIND : undefined;
  const warning = warningOf(value === null ? undefined : parsePrice(value, instrument));
  if (draft === undefined)
    return (
      <button
        ref={takeFocus}
        type="button"
        className={styles.value}
        aria-label={`${shown}: change ${name}${warning === undefined ? '' : `. ${warning}`}`}
        title={warning}
        data-warned={warning !== undefined}
        onClick={() => setDraft(value ?? '')}
      >
        {warning !== undefined && '⚠ '}
        <span className={value === null ? 'muted' : undefined}>{shown}</span>
      </button>
    );
  const price = readLevelPrice(draft, instrument);
  const fault = typeof price === 'string' ? price : isOnline ? undefined : 'Offline: nothing can be changed.';
  const draftWarning = typeof price === 'string' ? undefined : warningOf(price);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (fault !== undefined || typeof price === 'string' || setting.isPending) return;
    setting.mutate(price === undefined ? null : formatDecimal(price, instrument.priceDecimals));
  };
  return (
    <form ref={form} className={styles.form} onSubmit={submit}>
      <input
        // Whoever pressed the button wants to type.
        ref={focus}
        className={styles.input}
        aria-label={name}
        aria-invalid={fault !== undefined}
        aria-describedby={hintId}
        inputMode="decimal"
        autoComplete="off"
        placeholder="none"
        value={draft}
        onChange={({ target }) => setDraft(target.value)}
        onKeyDown={({ key }) => {
          if (key === 'Escape') leave();
        }}
      />
      <button
        type="submit"
        className={styles.icon}
        aria-label={`Set ${name}`}
        // What is disabled loses the focus, so while the answer is under way it only says that it is.
        disabled={fault !== undefined}
        aria-disabled={setting.isPending}
      >
        ✓
      </button>
      <button type="button" className={styles.icon} aria-label="Leave it as it is" onClick={leave}>
        ×
      </button>
      <span id={hintId} className={styles.hint} role="status">
        {understoodText(draft)}
        {draftWarning !== undefined && <span className={styles.warning}>{draftWarning}</span>}
        {fault !== undefined && <span className={styles.fault}>{fault}</span>}
      </span>
    </form>
  );
}

/** Whether the order is liquidated before a stop-loss at this price. */
function isBehind({ side, liquidationPrice }: ValuedOrderJson, price: number, { priceDecimals }: Instrument): boolean {
  const liquidation = parseDecimal(liquidationPrice, priceDecimals);
  return liquidation !== undefined && isStopBehind(side, price, liquidation);
}

function focus(input: HTMLInputElement | null): void {
  input?.focus();
}
