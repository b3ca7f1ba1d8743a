import { Dialog } from '@base-ui/react/dialog';
import { useState } from 'react';
import { Button } from '../ui/Button.tsx';
import dialogStyles from '../ui/Dialog.module.css';
import { CodeForm } from './CodeForm.tsx';
import { useAsksForCode } from './code-needed.ts';
import { LinkForm } from './LinkForm.tsx';
import { PasswordForm } from './PasswordForm.tsx';

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
