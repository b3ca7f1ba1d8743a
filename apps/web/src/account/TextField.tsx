import { Field } from '@base-ui/react/field';
import type { ComponentProps } from 'react';
import styles from './SignInDialog.module.css';

export interface TextFieldProps
  extends Pick<
    ComponentProps<typeof Field.Control>,
    'type' | 'name' | 'autoComplete' | 'inputMode' | 'minLength' | 'maxLength' | 'autoFocus'
  > {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A labelled field of a form that has to be filled in. */
export function TextField({ label, hint, value, onChange, ...control }: TextFieldProps) {
  return (
    <Field.Root className={styles.field}>
      <Field.Label>{label}</Field.Label>
      <Field.Control className={styles.input} required value={value} onValueChange={onChange} {...control} />
      {hint !== undefined && <Field.Description className={styles.hint}>{hint}</Field.Description>}
    </Field.Root>
  );
}
