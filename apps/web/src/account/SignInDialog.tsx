import { Dialog } from '@base-ui/react/dialog';
import { Field } from '@base-ui/react/field';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useIsOnline } from '../api/online.ts';
import { Button } from '../ui/Button.tsx';
import dialogStyles from '../ui/Dialog.module.css';
import { CodeForm } from './CodeForm.tsx';
import { useAsksForCode } from './code-needed.ts';
import { PasswordForm } from './PasswordForm.tsx';
import styles from './SignInDialog.module.css';
import { followLink, refreshSession, requestLink } from './session.ts';

export interface SignInDialogProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
}

/** Signs a user in. Where no mail is sent, the dialog shows the link itself. */
export function SignInDialog({ isOpen, onOpenChange }: SignInDialogProps) {
  return (
    <Dialog.Root open={isOpen} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className={dialogStyles.backdrop} />
        <Dialog.Popup className={dialogStyles.dialog}>
          <Dialog.Title className={dialogStyles.title}>Sign in</Dialog.Title>
          <Ways />
          <Dialog.Close className={dialogStyles.close} aria-label="Close">
            ×
          </Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** By a link, unless somebody wants to name a password; then the code, if they have a second factor. */
function Ways() {
  const asksForCode = useAsksForCode();
  const [email, setEmail] = useState('');
  const [hasPassword, setHasPassword] = useState(false);
  if (asksForCode) return <CodeForm />;
  return (
    <>
      <Dialog.Description className={dialogStyles.text}>
        {hasPassword
          ? 'With the password that you have set. If you have forgotten it, a link signs you in, and you can set another.'
          : 'We send a link to your e-mail address: no password is needed. A new address gets a new account with a paper deposit.'}
      </Dialog.Description>
      {hasPassword ? <PasswordForm email={email} /> : <LinkForm email={email} onEmail={setEmail} />}
      <div className={dialogStyles.actions}>
        <Button look="quiet" isSmall onClick={() => setHasPassword(!hasPassword)}>
          {hasPassword ? 'Use a link instead' : 'Use a password instead'}
        </Button>
      </div>
    </>
  );
}

interface LinkFormProps {
  readonly email: string;
  readonly onEmail: (email: string) => void;
}

function LinkForm({ email, onEmail }: LinkFormProps) {
  const client = useQueryClient();
  const isOnline = useIsOnline();
  const asking = useMutation({ mutationFn: requestLink });
  const entering = useMutation({ mutationFn: followLink, onSuccess: () => refreshSession(client) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    entering.reset();
    asking.mutate(email);
  };
  const failure = asking.error ?? entering.error;
  const link = asking.data?.devLink;
  return (
    <form className={styles.form} onSubmit={submit}>
      <Field.Root className={styles.field}>
        <Field.Label>E-mail address</Field.Label>
        <Field.Control
          className={styles.input}
          type="email"
          name="email"
          autoComplete="email"
          required
          value={email}
          onValueChange={(changed) => {
            onEmail(changed);
            // The link belongs to the former address.
            asking.reset();
            entering.reset();
          }}
        />
      </Field.Root>
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
      {failure !== null && (
        <p className="down" role="alert">
          {failure.message}
        </p>
      )}
    </form>
  );
}
