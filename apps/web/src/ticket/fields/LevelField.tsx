import { Field } from '@base-ui/react/field';
import { understoodText } from '../../numbers/typed-number.ts';
import fieldStyles from '../../ui/Field.module.css';
import type { LevelBy, LevelEntry } from '../form/ticket-form.ts';

export interface LevelFieldProps {
  readonly name: 'Take-profit' | 'Stop-loss';
  readonly entry: LevelEntry;
  readonly fault: string | undefined;
  /** A warning that does not keep the order from being sent. */
  readonly warning?: string | undefined;
  readonly onChange: (entry: LevelEntry) => void;
}

/** A level, given by its price or by the result of closing there. */
export function LevelField({ name, entry, fault, warning, onChange }: LevelFieldProps) {
  const understood = understoodText(entry.text);
  const what = name === 'Take-profit' ? 'Profit' : 'Loss';
  return (
    <Field.Root className={fieldStyles.field} invalid={fault !== undefined}>
      <div className={fieldStyles.head}>
        <Field.Label>{name}</Field.Label>
        <select
          className={fieldStyles.unit}
          aria-label={`${name} is given as`}
          value={entry.by}
          onChange={({ target }) => onChange({ by: target.value as LevelBy, text: '' })}
        >
          <option value="price">Price</option>
          <option value="percent">{what}, % of margin</option>
          <option value="amount">{what}, USDC</option>
        </select>
      </div>
      <Field.Control
        className={fieldStyles.input}
        inputMode="decimal"
        autoComplete="off"
        placeholder="None"
        value={entry.text}
        onValueChange={(text) => onChange({ ...entry, text })}
      />
      {understood !== undefined && <Field.Description className={fieldStyles.hint}>{understood}</Field.Description>}
      {warning !== undefined && (
        <p className={fieldStyles.warning} role="status">
          {warning}
        </p>
      )}
      <Field.Error className={fieldStyles.fault} match={fault !== undefined}>
        {fault}
      </Field.Error>
    </Field.Root>
  );
}
