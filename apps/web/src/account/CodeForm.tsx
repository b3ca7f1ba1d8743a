import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { CodeField } from './CodeField.tsx';
import { Failure } from './Failure.tsx';
import styles from './SignInDialog.module.css';
import { refreshSession, signInWithCode } from './session.ts';

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
      <CodeField autoFocus value={code} onChange={setCode} />
      <Button type="submit" disabled={entering.isPending}>
        Sign in with the code
      </Button>
      <Failure error={entering.error} />
    </form>
  );
}
