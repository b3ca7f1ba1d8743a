import { Field } from '@base-ui/react/field';
import fieldStyles from '../../ui/Field.module.css';
import type { ExpiryEntry } from '../form/ticket-form.ts';

export interface ExpiryFieldProps {
  readonly entry: ExpiryEntry;
  readonly fault: string | undefined;
  readonly onChange: (entry: ExpiryEntry) => void;
}

/** When an order expires that still waits. */
export function ExpiryField({ entry: { by, text }, fault, onChange }: ExpiryFieldProps) {
  return (
    <Field.Root className={fieldStyles.field} invalid={fault !== undefined}>
      <div className={fieldStyles.head}>
        <span>Expires</span>
        <select
          className={fieldStyles.unit}
          aria-label="Expires"
          value={by}
          onChange={({ target }) => onChange({ by: target.value as ExpiryEntry['by'], text })}
        >
          <option value="never">Never: good till cancelled</option>
          <option value="today">At the end of today</option>
          <option value="time">At a time</option>
        </select>
      </div>
      {by === 'time' && (
        <Field.Control
          className={fieldStyles.input}
          type="datetime-local"
          aria-label="Expires at this time"
          value={text}
          onValueChange={(changed) => onChange({ by, text: changed })}
        />
      )}
      <Field.Error className={fieldStyles.fault} match={fault !== undefined}>
        {fault}
      </Field.Error>
    </Field.Root>
  );
}
