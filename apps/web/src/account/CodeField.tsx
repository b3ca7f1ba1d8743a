import { ApiError } from '../api/client.ts';
import { TextField } from '../ui/TextField.tsx';
import { useSecurity } from './security/security.ts';

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

export interface CodeIfOnProps extends CodeFieldProps {
  /** What the API said to the last attempt: it may know of a second factor that was turned on meanwhile. */
  readonly error: Error | null;
}

/** Asks those for a code who have turned the second factor on. All others see nothing. */
export function CodeIfOn({ error, ...field }: CodeIfOnProps) {
  const { data } = useSecurity();
  const isAsked = error instanceof ApiError && error.code === 'code_needed';
  return isAsked || data?.hasSecondFactor === true ? <CodeField {...field} /> : null;
}

/** The code as the API takes it: nothing where none was asked for. */
export function namedCode(code: string): { readonly code?: string } {
  return code === '' ? {} : { code };
}
