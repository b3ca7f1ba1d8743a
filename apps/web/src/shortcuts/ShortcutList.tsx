import styles from './ShortcutList.module.css';
import { SHORTCUTS } from './shortcuts.ts';

/** All keys, and what they do. */
export function ShortcutList() {
  return (
    <dl className={styles.list} aria-label="Keyboard shortcuts">
      {SHORTCUTS.map(({ key, text }) => (
        <div key={key} className={styles.shortcut}>
          <dt>
            <kbd className={styles.key}>{key.toUpperCase()}</kbd>
          </dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}
