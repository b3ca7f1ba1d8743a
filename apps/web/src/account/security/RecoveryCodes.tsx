import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { useShownOnce } from '../../ui/shown-once.ts';
import { takeFocus } from '../../ui/take-focus.ts';
import styles from './Security.module.css';

export interface RecoveryCodesProps {
  readonly codes: readonly string[];
  readonly onDone: () => void;
}

/** Shows new recovery codes, which nobody can show again, until the user has them. */
export function RecoveryCodes({ codes, onDone }: RecoveryCodesProps) {
  useShownOnce();
  const [said, setSaid] = useState('');
  const copy = () =>
    navigator.clipboard.writeText(codes.join('\n')).then(
      () => setSaid('Copied.'),
      // A browser may refuse the clipboard, as it does without https.
      () => setSaid('The browser does not let them be copied: write them down.'),
    );
  return (
    <section aria-label="New recovery codes" ref={takeFocus} tabIndex={-1}>
      <p>Keep these recovery codes: each signs you in once without your app. They are shown this once.</p>
      <ul className={styles.codes} aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className={styles.end}>
        <span role="status">{said}</span>
        <Button onClick={copy}>Copy the codes</Button>
        <Button look="quiet" onClick={onDone}>
          I have them
        </Button>
      </div>
    </section>
  );
}
