import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { Failure } from './Failure.tsx';
import styles from './SignInDialog.module.css';
import { refreshSession, signInWithCode } from './session.ts';
import { TextField } from './TextField.tsx';

/** Asks for the code of the second factor, after the password or the link. */
export function CodeForm() {
  const client = useQueryClient();
  const [code, setCode] = useState('');
  const entering = useMutation({ mutationFn: signInWithCode, onSuccess: () => refreshSession(client) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    entering.mutate(code);
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <TextField
        label="Code"
        hint="The six digits that your app shows, or one of your recovery codes."
        name="code"
        autoComplete="one-time-code"
        autoFocus
        maxLength={64}
        value={code}
        onChange={setCode}
      />
      <Button type="submit" disabled={entering.isPending}>
        Sign in with the code
      </Button>
      <Failure error={entering.error} />
    </form>
  );
}
