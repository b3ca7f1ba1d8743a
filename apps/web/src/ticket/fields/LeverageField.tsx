import { Field } from '@base-ui/react/field';
import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import { understoodText } from '../../numbers/typed-number.ts';
import fieldStyles from '../../ui/Field.module.css';
import { readLeverage } from '../form/read-leverage.ts';
import styles from './LeverageField.module.css';

export interface LeverageFieldProps {
  /** As it was typed. */
  readonly leverage: string;
  readonly max: number;
  readonly fault: string | undefined;
  readonly onChange: (leverage: string) => void;
}

const PRESETS = [1, 2, 5, 10, 20, 50, 100];

/** The leverage. A typed text is not corrected: a fraction is refused, not rounded. */
export function LeverageField({ leverage, max, fault, onChange }: LeverageFieldProps) {
  const presets = PRESETS.filter((preset) => preset <= max);
  const read = readLeverage(leverage);
  const understood = understoodText(leverage);
  // Steps begin at 1 where no whole number is typed.
  const step = (by: number) => onChange(String(Math.min(max, Math.max(1, (read ?? 1) + by))));
  return (
    <Field.Root className={fieldStyles.field} invalid={fault !== undefined}>
      <div className={fieldStyles.head}>
        <Field.Label>Leverage</Field.Label>
        <div className={styles.number}>
          <button type="button" className={styles.step} aria-label="Less leverage" onClick={() => step(-1)}>
            −
          </button>
          <Field.Control
            className={styles.input}
            inputMode="numeric"
            autoComplete="off"
            value={leverage}
            onValueChange={onChange}
            onKeyDown={(event) => {
              const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
              if (by === undefined) return;
              // By default the key would move the caret.
              event.preventDefault();
              step(by);
            }}
          />
          <button type="button" className={styles.step} aria-label="More leverage" onClick={() => step(1)}>
            +
          </button>
        </div>
      </div>
      <ToggleGroup
        className={styles.presets}
        aria-label="Leverage presets"
        value={[String(read)]}
        onValueChange={([chosen]) => {
          if (chosen !== undefined) onChange(chosen);
        }}
      >
        {presets.map((preset) => (
          <Toggle key={preset} className={styles.preset} value={String(preset)}>
            {preset}×
          </Toggle>
        ))}
      </ToggleGroup>
      {understood !== undefined && <Field.Description className={fieldStyles.hint}>{understood}</Field.Description>}
      <Field.Error className={fieldStyles.fault} match={fault !== undefined}>
        {fault}
      </Field.Error>
    </Field.Root>
  );
}
