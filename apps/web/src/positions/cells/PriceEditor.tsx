import { formatDecimal, type Instrument } from '@fulcrum/cfd';
import { type FormEvent, type Ref, useId } from 'react';
import { useIsOnline } from '../../api/online.ts';
import { understoodText } from '../../numbers/typed-number.ts';
import { readLevelPrice } from '../../trading/level-price.ts';
import { takeFocus } from '../../ui/take-focus.ts';
import styles from './Cell.module.css';

export interface PriceEditorProps {
  readonly ref: Ref<HTMLFormElement>;
  /** Such as "Stop-loss of BTC/USDC". */
  readonly name: string;
  readonly draft: string;
  readonly instrument: Instrument;
  /** Whether it cannot be removed. */
  readonly isNeeded: boolean;
  readonly warningOf: (price: number | undefined) => string | undefined;
  /** Whether the engine's answer is awaited. */
  readonly isPending: boolean;
  readonly onChange: (draft: string) => void;
  /** Is given the price as the API takes it; null removes it. */
  readonly onSet: (price: string | null) => void;
  readonly onLeave: () => void;
}

/** The field in which a price is typed, with its faults and warnings. */
export function PriceEditor({ ref, name, draft, instrument, isNeeded, warningOf, ...on }: PriceEditorProps) {
  const hintId = useId();
  const isOnline = useIsOnline();
  const price = readLevelPrice(draft, instrument);
  const isMissing = isNeeded && price === undefined;
  const fault = typeof price === 'string' ? price : isOnline ? undefined : 'Offline: nothing can be changed.';
  const warning = typeof price === 'string' ? undefined : warningOf(price);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (fault !== undefined || typeof price === 'string' || isMissing || on.isPending) return;
    on.onSet(price === undefined ? null : formatDecimal(price, instrument.priceDecimals));
  };
  return (
    <form ref={ref} className={styles.form} onSubmit={submit}>
      <input
        // A press of the button opens the field for typing.
        ref={takeFocus}
        className={styles.input}
        aria-label={name}
        aria-invalid={fault !== undefined}
        aria-describedby={hintId}
        inputMode="decimal"
        autoComplete="off"
        placeholder={isNeeded ? '' : 'none'}
        value={draft}
        onChange={({ target }) => on.onChange(target.value)}
        onKeyDown={({ key }) => {
          if (key === 'Escape') on.onLeave();
        }}
      />
      <button
        type="submit"
        className={styles.icon}
        aria-label={`Set ${name}`}
        // A disabled button would lose the focus, so it stays enabled while the request is in flight.
        disabled={fault !== undefined || isMissing}
        aria-disabled={on.isPending}
      >
        ✓
      </button>
      <button type="button" className={styles.icon} aria-label="Leave it as it is" onClick={on.onLeave}>
        ×
      </button>
      <span id={hintId} className={styles.hint} role="status">
        {understoodText(draft)}
        {warning !== undefined && <span className={styles.warning}>{warning}</span>}
        {fault !== undefined && <span className={styles.fault}>{fault}</span>}
      </span>
    </form>
  );
}
