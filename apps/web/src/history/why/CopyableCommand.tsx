import { useRef, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import styles from './CopyableCommand.module.css';

/** A command for a terminal. Where the page may not copy it (over plain http, say), it is selected instead. */
export function CopyableCommand({ text }: { readonly text: string }) {
  const line = useRef<HTMLElement>(null);
  const [said, setSaid] = useState('Copy');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('Copied');
    } catch {
      if (line.current !== null) getSelection()?.selectAllChildren(line.current);
      setSaid('Press Ctrl+C');
    }
    setTimeout(() => setSaid('Copy'), 2_000);
  };
  return (
    <div className={styles.command}>
      <code ref={line} className={styles.line}>
        {text}
      </code>
      <Button isSmall onClick={copy}>
        <span aria-live="polite">{said}</span>
      </Button>
    </div>
  );
}
