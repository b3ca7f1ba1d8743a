import { TextField } from '../ui/TextField.tsx';

export interface CodeFieldProps {
  readonly value: string;
  readonly hint?: string;
  readonly autoFocus?: boolean;
  readonly onChange: (code: string) => void;
}

/** For a code of the second factor. */
export function CodeField(props: CodeFieldProps) {
  return (
    <TextField
      label="Code"
      hint="The six digits that your app shows, or one of your recovery codes."
      name="code"
      autoComplete="one-time-code"
      maxLength={64}
      required
      {...props}
    />
  );
}
