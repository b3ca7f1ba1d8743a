import { type FormEvent, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { CodeField } from '../CodeField.tsx';
import { Failure } from '../Failure.tsx';
import formStyles from '../SignInDialog.module.css';

export interface CodePromptProps {
  /** What is done with the code. */
  readonly what: string;
  readonly error: Error | null;
  readonly isPending: boolean;
  readonly onCode: (code: string) => void;
}

/** Asks for a code, and for nothing else. */
export function CodePrompt({ what, error, isPending, onCode }: CodePromptProps) {
  const [code, setCode] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onCode(code);
  };
  return (
    <form className={formStyles.form} onSubmit={submit}>
      <CodeField value={code} onChange={setCode} />
      <Failure error={error} />
      <Button type="submit" disabled={isPending}>
        {what}
      </Button>
    </form>
  );
}
