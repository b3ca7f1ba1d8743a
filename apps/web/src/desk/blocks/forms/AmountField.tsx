import { readTyped, understoodText, unreadableText } from '../../../numbers/typed-number.ts';
import { TextField } from '../../../ui/TextField.tsx';

export interface AmountFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly isOptional?: boolean;
  readonly onChange: (value: string) => void;
}

/** A number above zero, typed as people type numbers. How it is understood is said where that is not as it was typed. */
export function AmountField({ label, hint, value, isOptional = false, onChange }: AmountFieldProps) {
  const read = readTyped(value);
  const fault = value !== '' && read.type !== 'number' ? unreadableText(read, 'This is no number.') : undefined;
  const said = understoodText(value) ?? hint;
  return (
    <TextField
      {...{ label, value, onChange, fault }}
      {...(said === undefined ? {} : { hint: said })}
      inputMode="decimal"
      maxLength={40}
      required={!isOptional}
    />
  );
}

/** What was typed, as the API takes it; undefined where it is no number. */
export function typedAmount(typed: string): string | undefined {
  const read = readTyped(typed);
  return read.type === 'number' ? read.text : undefined;
}
