import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Failure } from '../account/Failure.tsx';
import { useSecurity } from '../account/security/security.ts';
import { Button } from '../ui/Button.tsx';
import { TextField } from '../ui/TextField.tsx';
import styles from './Profile.module.css';
import { askForEmailChange } from './profile.ts';

/** The e-mail address, and its change, which takes a link at the old and at the new one. */
export function EmailPart({ email }: { readonly email: string }) {
  const { data: security } = useSecurity();
  const [wanted, setWanted] = useState('');
  const [presentPassword, setPassword] = useState('');
  const asking = useMutation({ mutationFn: askForEmailChange, onSuccess: () => setPassword('') });
  const mayReset = security?.mayReset ?? false;
  const isPossible = security === undefined || security.hasPassword || mayReset;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    asking.mutate(mayReset ? { email: wanted } : { email: wanted, presentPassword });
  };
  const { devLinks } = asking.data ?? {};
  return (
    <section aria-labelledby="profile-email">
      <h3 id="profile-email">E-mail address</h3>
      <p className={styles.wide}>{email}</p>
      {!isPossible && <p className="muted">To change it, sign out and in again with a link.</p>}
      {isPossible && (
        <form className={styles.form} onSubmit={submit}>
          <TextField
            label="New e-mail address"
            hint="Each of the two addresses gets a link. When both were followed, all your other sessions end."
            type="email"
            required
            autoComplete="email"
            value={wanted}
            onChange={setWanted}
          />
          {security !== undefined && !mayReset && (
            <TextField
              label="Present password"
              type="password"
              required
              autoComplete="current-password"
              value={presentPassword}
              onChange={setPassword}
            />
          )}
          <Button type="submit" disabled={asking.isPending || security === undefined}>
            Send the two links
          </Button>
          {asking.data !== undefined && <p role="status">{asking.data.message}</p>}
          <Failure error={asking.error} />
        </form>
      )}
      {devLinks !== undefined && (
        <p className={styles.wide}>
          No mail is sent here: open the{' '}
          <a href={devLinks.old} target="_blank" rel="noreferrer">
            link of the present address
          </a>{' '}
          and the{' '}
          <a href={devLinks.new} target="_blank" rel="noreferrer">
            link of the new one
          </a>
          .
        </p>
      )}
    </section>
  );
}
