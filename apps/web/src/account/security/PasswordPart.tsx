import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { Failure } from '../Failure.tsx';
import styles from '../SignInDialog.module.css';
import { refreshSecurity, setPassword } from './security.ts';

export interface PasswordPartProps {
  readonly hasPassword: boolean;
  /** Whether the present password is not asked for. */
  readonly mayReset: boolean;
}

/** Sets or changes the password. */
export function PasswordPart({ hasPassword, mayReset }: PasswordPartProps) {
  const client = useQueryClient();
  const [password, setNew] = useState('');
  const [presentPassword, setPresent] = useState('');
  const setting = useMutation({
    mutationFn: setPassword,
    onSuccess: () => {
      setNew('');
      setPresent('');
      return refreshSecurity(client);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setting.mutate(mayReset ? { password } : { password, presentPassword });
  };
  const isPossible = hasPassword || mayReset;
  return (
    <section aria-labelledby="security-password">
      <h3 id="security-password">Password</h3>
      {!isPossible && <p className="muted">To set a password, sign out and in again with a link.</p>}
      {isPossible && (
        <form className={styles.form} onSubmit={submit}>
          {!mayReset && (
            <TextField
              label="Present password"
              hint="Forgotten? Sign in again with a link: then it is not asked for."
              type="password"
              autoComplete="current-password"
              required
              value={presentPassword}
              onChange={setPresent}
            />
          )}
          <TextField
            label="New password"
            hint="At least 12 characters. All your other sessions end."
            type="password"
            autoComplete="new-password"
            minLength={12}
            required
            value={password}
            onChange={setNew}
          />
          <Button type="submit" disabled={setting.isPending}>
            {hasPassword ? 'Change the password' : 'Set the password'}
          </Button>
          {setting.data !== undefined && <p role="status">{setting.data.message}</p>}
          <Failure error={setting.error} />
        </form>
      )}
    </section>
  );
}
