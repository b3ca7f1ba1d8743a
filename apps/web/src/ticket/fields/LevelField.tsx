import { Field } from '@base-ui/react/field';
import type { ReactNode } from 'react';
import { understoodText } from '../../numbers/typed-number.ts';
import fieldStyles from '../../ui/Field.module.css';
import type { LevelBy, LevelEntry } from '../form/ticket-form.ts';

export interface LevelFieldProps {
  readonly name: 'Take-profit' | 'Stop-loss' | 'Trailing stop';
  readonly entry: LevelEntry;
  /** The ways to give it; those of a price or a result where there are no others. */
  readonly options?: readonly (readonly [by: LevelBy, text: string])[] | undefined;
  readonly placeholder?: string;
  /** What there is to know about it. */
  readonly hint?: string | undefined;
  readonly fault: string | undefined;
  /** A warning that does not keep the order from being sent. */
  readonly warning?: string | undefined;
  readonly onChange: (entry: LevelEntry) => void;
  /** Stands behind the name. */
  readonly children?: ReactNode;
}

/** A level, given by its price or by the result of closing there. */
export function LevelField({ name, entry, placeholder = 'None', fault, warning, onChange, ...props }: LevelFieldProps) {
  const { options = optionsOf(name === 'Take-profit' ? 'Profit' : 'Loss'), hint, children } = props;
  const told = understoodText(entry.text) ?? hint;
  return (
    <Field.Root className={fieldStyles.field} invalid={fault !== undefined}>
      <div className={fieldStyles.head}>
        <span>
          <Field.Label>{name}</Field.Label> {children}
        </span>
        <select
          className={fieldStyles.unit}
          aria-label={`${name} is given as`}
          value={entry.by}
          onChange={({ target }) => onChange({ by: target.value as LevelBy, text: '' })}
        >
          {options.map(([by, text]) => (
            <option key={by} value={by}>
              {text}
            </option>
          ))}
        </select>
      </div>
      <Field.Control
        className={fieldStyles.input}
        inputMode="decimal"
        autoComplete="off"
        placeholder={placeholder}
        value={entry.text}
        onValueChange={(text) => onChange({ ...entry, text })}
      />
      {told !== undefined && <Field.Description className={fieldStyles.hint}>{told}</Field.Description>}
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

function optionsOf(what: 'Profit' | 'Loss') {
  return [
    ['price', 'Price'],
    ['percent', `${what}, % of margin`],
    ['amount', `${what}, USDC`],
  ] as const;
}
