import type { Ref } from 'react';
import styles from './Cell.module.css';

export interface CellButtonProps {
  readonly ref: Ref<HTMLButtonElement>;
  /** Such as "Stop-loss of BTC/USDC". */
  readonly name: string;
  /** As it is shown; undefined where there is none. */
  readonly value: string | undefined;
  /** What there is to know about it. */
  readonly note?: string | undefined;
  readonly warning: string | undefined;
  readonly onPress: () => void;
}

/** Shows a value. A press opens its editor. */
export function CellButton({ ref, name, value, note, warning, onPress }: CellButtonProps) {
  const shown = value ?? 'Add';
  const told = [warning, note].filter((each) => each !== undefined).join(' ');
  return (
    <button
      ref={ref}
      type="button"
      className={styles.value}
      aria-label={`${shown}: change ${name}${told === '' ? '' : `. ${told}`}`}
      title={told === '' ? undefined : told}
      data-warned={warning !== undefined}
      onClick={onPress}
    >
      {warning !== undefined && '⚠ '}
      <span className={value === undefined ? 'muted' : undefined}>{shown}</span>
    </button>
  );
}
