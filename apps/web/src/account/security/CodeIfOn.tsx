import { ApiError } from '../../api/client.ts';
import { CodeField, type CodeFieldProps } from '../CodeField.tsx';
import { useSecurity } from './security.ts';

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
