import { takeFocus } from '../../ui/take-focus.ts';
import styles from './Security.module.css';

export function RecoveryCodes({ codes }: { readonly codes: readonly string[] }) {
  return (
    <div role="status" ref={takeFocus} tabIndex={-1}>
      <p>Keep these recovery codes: each signs you in once without your app. They are shown this once.</p>
      <ul className={styles.codes} aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
    </div>
  );
}
