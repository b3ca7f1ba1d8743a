import { type FormEvent, lazy, Suspense, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { takeFocus } from '../../ui/take-focus.ts';
import { CodeField } from '../CodeField.tsx';
import { Failure } from '../Failure.tsx';
import formStyles from '../SignInDialog.module.css';
import styles from './Security.module.css';
import type { WantedFactor } from './security.ts';

/** What draws the picture is loaded by those who set up an app alone. */
const QrCode = lazy(() => import('./QrCode.tsx'));

export interface TurnOnFormProps {
  readonly secret: string;
  readonly uri: string;
  /** Whether the present password is not asked for. */
  readonly mayReset: boolean;
  readonly error: Error | null;
  readonly isPending: boolean;
  readonly onTurnOn: (wanted: WantedFactor) => void;
}

/** Shows what an app has to be told, and asks for its first code. */
export function TurnOnForm({ secret, uri, mayReset, error, isPending, onTurnOn }: TurnOnFormProps) {
  const [code, setCode] = useState('');
  const [presentPassword, setPresent] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onTurnOn(mayReset ? { code } : { code, presentPassword });
  };
  return (
    <form className={formStyles.form} onSubmit={submit}>
      <div className={styles.setUp} ref={takeFocus} tabIndex={-1}>
        <Suspense fallback={<span className={styles.place} />}>
          <QrCode text={uri} label="The key of the second factor, for your app’s camera" />
        </Suspense>
        <div>
          <p>
            Let your app read the picture, <a href={uri}>open it in one on this device</a>, or add this key to it:
          </p>
          <p>
            <code className={styles.secret}>{secret}</code>
          </p>
        </div>
      </div>
      {!mayReset && (
        <TextField
          label="Your password"
          hint="So that nobody turns it on at a screen that you left open."
          type="password"
          autoComplete="current-password"
          required
          value={presentPassword}
          onChange={setPresent}
        />
      )}
      <CodeField hint="The six digits that your app shows." value={code} onChange={setCode} />
      <Failure error={error} />
      <Button type="submit" disabled={isPending}>
        Turn it on
      </Button>
    </form>
  );
}
