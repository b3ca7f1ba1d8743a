import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useIsOnline } from '../api/online.ts';
import { Button } from '../ui/Button.tsx';
import { TextField } from '../ui/TextField.tsx';
import { Failure } from './Failure.tsx';
import styles from './SignInDialog.module.css';
import { refreshSession, signInWithPassword } from './session.ts';

/** Signs in with the password that somebody has set. */
export function PasswordForm({ email: given }: { readonly email: string }) {
  const client = useQueryClient();
  const isOnline = useIsOnline();
  const [email, setEmail] = useState(given);
  const [password, setPassword] = useState('');
  const entering = useMutation({ mutationFn: signInWithPassword, onSuccess: () => refreshSession(client) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    entering.mutate({ email, password });
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <TextField
        label="E-mail address"
        type="email"
        name="email"
        autoComplete="username"
        required
        value={email}
        onChange={setEmail}
      />
      <TextField
        label="Password"
        type="password"
        name="password"
        autoComplete="current-password"
        autoFocus
        required
        value={password}
        onChange={setPassword}
      />
      <Button type="submit" disabled={entering.isPending || !isOnline}>
        {isOnline ? 'Sign in with the password' : 'Offline: nobody can sign in'}
      </Button>
      <Failure error={entering.error} />
    </form>
  );
}
