import { Field } from '@base-ui/react/field';
import type { ReactNode } from 'react';
import { understoodText } from '../../numbers/typed-number.ts';
import fieldStyles from '../../ui/Field.module.css';

export interface AmountFieldProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly fault: string | undefined;
  readonly onChange: (value: string) => void;
  /** What the amount is given in, where that can be chosen. */
  readonly children?: ReactNode;
}

/** A field for an amount, with how it was understood and what is wrong with it. */
export function AmountField({ label, placeholder, value, fault, onChange, children }: AmountFieldProps) {
  const hint = understoodText(value);
  return (
    <Field.Root className={fieldStyles.field} invalid={fault !== undefined}>
      <div className={fieldStyles.head}>
        <Field.Label>{label}</Field.Label>
        {children}
      </div>
      <Field.Control
        className={fieldStyles.input}
        inputMode="decimal"
        autoComplete="off"
        placeholder={placeholder}
        value={value}
        onValueChange={onChange}
      />
      {hint !== undefined && <Field.Description className={fieldStyles.hint}>{hint}</Field.Description>}
      <Field.Error className={fieldStyles.fault} match={fault !== undefined} role="alert">
        {fault}
      </Field.Error>
    </Field.Root>
  );
}
