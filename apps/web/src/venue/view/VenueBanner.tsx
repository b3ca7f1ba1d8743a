import styles from './VenueBanner.module.css';

/** Says so while the venue is away. The screen looks for it all the time. */
export function VenueBanner({ isDown }: { readonly isDown: boolean }) {
  return (
    <div role="status">
      {isDown && (
        <p className={styles.banner}>
          The venue does not answer: its book is not shown, and your orders may have changed. Trying to connect again …
        </p>
      )}
    </div>
  );
}
