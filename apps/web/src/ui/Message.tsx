import { Button } from './Button.tsx';
import styles from './Message.module.css';

export interface MessageProps {
  readonly text: string;
  /** What could be done about it. */
  readonly onRetry?: () => void;
}

/** Stands where there is nothing to show, and says why. */
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
