import type { Ref } from 'react';
import { grouped } from '../numbers/amounts.ts';
import styles from './LevelCell.module.css';

export interface LevelButtonProps {
  readonly ref: Ref<HTMLButtonElement>;
  /** Of the level, such as "Stop-loss of BTC/USDC". */
  readonly name: string;
  /** As the API writes it; null without a level. */
  readonly value: string | null;
  readonly warning: string | undefined;
  readonly onPress: () => void;
}

/** Shows a level. A press opens its editor. */
export function LevelButton({ ref, name, value, warning, onPress }: LevelButtonProps) {
  const shown = value === null ? 'Add' : grouped(value);
  return (
    <button
      ref={ref}
      type="button"
      className={styles.value}
      aria-label={`${shown}: change ${name}${warning === undefined ? '' : `. ${warning}`}`}
      title={warning}
      data-warned={warning !== undefined}
      onClick={onPress}
    >
      {warning !== undefined && '⚠ '}
      <span className={value === null ? 'muted' : undefined}>{shown}</span>
    </button>
  );
}
