import { Field } from '@base-ui/react/field';
import type { ComponentProps } from 'react';
import fieldStyles from './Field.module.css';

type Control = Pick<
  ComponentProps<typeof Field.Control>,
  'type' | 'name' | 'autoComplete' | 'inputMode' | 'minLength' | 'maxLength' | 'autoFocus' | 'placeholder' | 'required'
>;

export interface TextFieldProps extends Control {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  /** What is wrong with the value. */
  readonly fault?: string | undefined;
  readonly onChange: (value: string) => void;
}

/** A labelled field of text, with what there is to know, or what is wrong, below it. */
export function TextField({ label, hint, fault, onChange, ...control }: TextFieldProps) {
  return (
    <Field.Root className={fieldStyles.field} invalid={fault !== undefined}>
      <Field.Label>{label}</Field.Label>
      <Field.Control className={fieldStyles.input} autoComplete="off" {...control} onValueChange={onChange} />
      {hint !== undefined && <Field.Description className={fieldStyles.hint}>{hint}</Field.Description>}
      {fault !== undefined && (
        <Field.Error className={fieldStyles.fault} match role="alert">
          {fault}
        </Field.Error>
      )}
    </Field.Root>
  );
}
