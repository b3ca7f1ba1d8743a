import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useIsOnline } from '../api/online.ts';
import { Button } from '../ui/Button.tsx';
import { TextField } from '../ui/TextField.tsx';
import { Failure } from './Failure.tsx';
import styles from './SignInDialog.module.css';
import { followLink, refreshSession, requestLink } from './session.ts';

interface LinkFormProps {
  readonly email: string;
  readonly onEmail: (email: string) => void;
  /** Whether a password may be chosen with which somebody new signs up. */
  readonly mayBeNew?: boolean;
}

/** Signs in with a link, or up: then a password may be chosen as well. */
export function LinkForm({ email, onEmail, mayBeNew = true }: LinkFormProps) {
  const client = useQueryClient();
  const isOnline = useIsOnline();
  /** A new user's password; undefined until they want to choose one. */
  const [password, setPassword] = useState<string>();
  const asking = useMutation({ mutationFn: requestLink });
  const entering = useMutation({ mutationFn: followLink, onSuccess: () => refreshSession(client) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    entering.reset();
    asking.mutate({ email, password });
  };
  // The link belongs to what was typed before.
  const forgetLink = () => {
    asking.reset();
    entering.reset();
  };
  const failure = asking.error ?? entering.error;
  const link = asking.data?.devLink;
  return (
    <form className={styles.form} onSubmit={submit}>
      <TextField
        label="E-mail address"
        type="email"
        name="email"
        autoComplete="email"
        required
        value={email}
        onChange={(changed) => {
          onEmail(changed);
          forgetLink();
        }}
      />
      {!mayBeNew ? null : password === undefined ? (
        <Button look="quiet" isSmall onClick={() => setPassword('')}>
          I am new, and choose a password as well
        </Button>
      ) : (
        <TextField
          label="Choose a password"
          hint="At least 12 characters. Whoever has an account already keeps its password."
          type="password"
          name="password"
          autoComplete="new-password"
          minLength={12}
          maxLength={256}
          autoFocus
          required
          value={password}
          onChange={(changed) => {
            setPassword(changed);
            forgetLink();
          }}
        />
      )}
      {link === undefined && (
        <Button type="submit" disabled={asking.isPending || !isOnline}>
          {isOnline ? 'Send me a link' : 'Offline: no link can be sent'}
        </Button>
      )}
      {asking.data !== undefined && <p role="status">{asking.data.message}</p>}
      {link !== undefined && (
        <Button look="buy" disabled={entering.isPending} onClick={() => entering.mutate(link)}>
          Open the link and sign in
        </Button>
      )}
      <Failure error={failure} />
    </form>
  );
}
