import { useId } from 'react';
import { percentText } from '../../numbers/amounts.ts';
import fieldStyles from '../../ui/Field.module.css';

export interface SlippageFieldProps {
  /** Undefined for any. */
  readonly bps: number | undefined;
  readonly onChange: (bps: number | undefined) => void;
}

const CHOICES = [0, 5, 10, 50, 100, 300];

/** The slippage tolerance: how much worse the price may be when the order arrives. */
export function SlippageField({ bps, onChange }: SlippageFieldProps) {
  const id = useId();
  const choices = bps === undefined || CHOICES.includes(bps) ? CHOICES : [...CHOICES, bps];
  return (
    <div className={fieldStyles.head}>
      <label htmlFor={id}>Slippage tolerance</label>
      <select
        id={id}
        className={fieldStyles.unit}
        value={bps ?? 'any'}
        onChange={({ target }) => onChange(target.value === 'any' ? undefined : Number(target.value))}
      >
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {percentText(choice)}
          </option>
        ))}
        <option value="any">Any price</option>
      </select>
    </div>
  );
}
