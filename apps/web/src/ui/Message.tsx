import { Button } from './Button.tsx';
import styles from './Message.module.css';

export interface MessageProps {
  readonly text: string;
  /** Tries again, where that may help. */
  readonly onRetry?: () => void;
}

/** Says why there is nothing to show. */
export function Message({ text, onRetry }: MessageProps) {
  return (
    <div className={styles.message} role="status">
      <p>{text}</p>
      {onRetry !== undefined && (
        <Button isSmall onClick={() => onRetry()}>
          Try again
        </Button>
      )}
    </div>
  );
}
