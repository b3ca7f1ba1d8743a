import { useState } from 'react';
import { CodeForm } from '../../account/CodeForm.tsx';
import { dismissCode, useAsksForCode } from '../../account/code-needed.ts';
import { LinkForm } from '../../account/LinkForm.tsx';
import { PasswordForm } from '../../account/PasswordForm.tsx';
import { Button } from '../../ui/Button.tsx';
import styles from './Entrance.module.css';
import { Entrance } from './Entrance.tsx';

/** Staff sign in as clients do: by a link or with a password, and then with a code. */
export function SignInPage() {
  const asksForCode = useAsksForCode();
  const [email, setEmail] = useState('');
  const [hasPassword, setHasPassword] = useState(false);
  if (asksForCode)
    return (
      <Entrance title="Sign in to the desk">
        <CodeForm />
        <div className={styles.buttons}>
          <Button look="quiet" isSmall onClick={dismissCode}>
            Begin again
          </Button>
        </div>
      </Entrance>
    );
  return (
    <Entrance title="Sign in to the desk">
      <p>The desk is for the broker’s staff. You sign in as you do at the trading screen.</p>
      {hasPassword ? <PasswordForm email={email} /> : <LinkForm email={email} onEmail={setEmail} mayBeNew={false} />}
      <div className={styles.buttons}>
        <Button look="quiet" isSmall onClick={() => setHasPassword(!hasPassword)}>
          {hasPassword ? 'Use a link instead' : 'Use a password instead'}
        </Button>
      </div>
    </Entrance>
  );
}
