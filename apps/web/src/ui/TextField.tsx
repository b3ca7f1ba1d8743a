import { Field } from '@base-ui/react/field';
import fieldStyles from './Field.module.css';

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  /** What is wrong with the value. */
  readonly fault: string | undefined;
  readonly placeholder?: string;
  readonly inputMode?: 'decimal';
  readonly maxLength?: number;
  readonly required?: boolean;
  readonly onChange: (value: string) => void;
}

/** A labelled field of text, with what is wrong below it. */
export function TextField({ label, fault, onChange, ...control }: TextFieldProps) {
  return (
    <Field.Root className={fieldStyles.field} invalid={fault !== undefined}>
      <Field.Label>{label}</Field.Label>
      <Field.Control className={fieldStyles.input} autoComplete="off" {...control} onValueChange={onChange} />
      {fault !== undefined && (
        <Field.Error className={fieldStyles.fault} match role="alert">
          {fault}
        </Field.Error>
      )}
    </Field.Root>
  );
}
