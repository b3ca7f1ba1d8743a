import styles from './Badge.module.css';

export interface BadgeProps {
  readonly text: string;
  /** `warn` waits for somebody, `bad` was refused or has failed, `good` is done. */
  readonly tone?: 'good' | 'bad' | 'warn' | undefined;
}

/** A state in a word. */
export function Badge({ text, tone }: BadgeProps) {
  return (
    <span className={styles.badge} data-tone={tone}>
      {text}
    </span>
  );
}
