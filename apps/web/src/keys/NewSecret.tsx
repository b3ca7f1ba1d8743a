import { useEffect, useRef, useState } from 'react';
import type { CreatedKey } from '../api/schemas.ts';
import { Button } from '../ui/Button.tsx';
import fieldStyles from '../ui/Field.module.css';
import { useShownOnce } from '../ui/shown-once.ts';
import styles from './Keys.module.css';

export interface NewSecretProps {
  readonly made: CreatedKey;
  readonly onDone: () => void;
}

/** Shows the secret of a new key, which nobody can show again. */
export function NewSecret({ made, onDone }: NewSecretProps) {
  useShownOnce();
  const shown = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState('');
  // The form with the focus is gone, so the focus goes to what came of it.
  useEffect(() => shown.current?.select(), []);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(made.secret);
      setSaid('Copied.');
    } catch {
      // A browser may refuse the clipboard, as it does without https.
      shown.current?.select();
      setSaid('The browser does not let it be copied: press Ctrl+C.');
    }
  };
  return (
    <section className={styles.form} aria-label="The new key">
      <p className={styles.plain}>
        This is the key “{made.name}”. <strong>It is shown this once:</strong> copy it now, and keep it as you keep a
        password.
      </p>
      <input
        ref={shown}
        className={`${fieldStyles.input} ${styles.secret}`}
        aria-label="The secret of the new key"
        readOnly
        spellCheck={false}
        value={made.secret}
        onFocus={(event) => event.currentTarget.select()}
      />
      <div className={styles.actions}>
        <span role="status">{said}</span>
        <Button onClick={copy}>Copy the key</Button>
        <Button look="quiet" onClick={onDone}>
          I have it
        </Button>
      </div>
    </section>
  );
}
