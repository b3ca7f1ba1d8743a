import { useEffect, useState } from 'react';
import styles from './VenueBanner.module.css';

/** A venue that comes back sooner is not said to be away. */
const PATIENCE_MS = 1_500;

/** Says so while the venue is away. The screen looks for it all the time. */
export function VenueBanner({ isDown }: { readonly isDown: boolean }) {
  const [isSaid, setIsSaid] = useState(false);
  useEffect(() => {
    if (!isDown) return setIsSaid(false);
    const patience = setTimeout(() => setIsSaid(true), PATIENCE_MS);
    return () => clearTimeout(patience);
  }, [isDown]);
  return (
    <div role="status">
      {isSaid && (
        <p className={styles.banner}>
          The venue does not answer: its book is not shown, and your orders may have changed. Trying to connect again …
        </p>
      )}
    </div>
  );
}
