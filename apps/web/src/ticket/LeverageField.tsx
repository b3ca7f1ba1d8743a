import { NumberField } from '@base-ui/react/number-field';
import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import { useId } from 'react';
import fieldStyles from '../ui/Field.module.css';
import styles from './LeverageField.module.css';

export interface LeverageFieldProps {
  readonly leverage: number;
  readonly max: number;
  readonly onChange: (leverage: number) => void;
}

const PRESETS = [1, 2, 5, 10, 20, 50, 100];

export function LeverageField({ leverage, max, onChange }: LeverageFieldProps) {
  const id = useId();
  const presets = PRESETS.filter((preset) => preset <= max);
  return (
    <div className={fieldStyles.field}>
      <div className={fieldStyles.head}>
        <label htmlFor={id}>Leverage</label>
        <NumberField.Root
          id={id}
          min={1}
          max={max}
          step={1}
          value={leverage}
          onValueChange={(value) => {
            if (value !== null) onChange(Math.round(value));
          }}
        >
          <NumberField.Group className={styles.number}>
            <NumberField.Decrement className={styles.step} aria-label="Less leverage">
              −
            </NumberField.Decrement>
            <NumberField.Input className={styles.input} />
            <NumberField.Increment className={styles.step} aria-label="More leverage">
              +
            </NumberField.Increment>
          </NumberField.Group>
        </NumberField.Root>
      </div>
      <ToggleGroup
        className={styles.presets}
        aria-label="Leverage presets"
        value={[String(leverage)]}
        onValueChange={([chosen]) => {
          if (chosen !== undefined) onChange(Number(chosen));
        }}
      >
        {presets.map((preset) => (
          <Toggle key={preset} className={styles.preset} value={String(preset)}>
            {preset}×
          </Toggle>
        ))}
      </ToggleGroup>
    </div>
  );
}
