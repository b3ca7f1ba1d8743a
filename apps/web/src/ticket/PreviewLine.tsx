import styles from './Preview.module.css';

export interface LineProps {
  readonly name: string;
  /** Undefined while it is not known. */
  readonly value: string | undefined;
  readonly tone?: 'up' | 'down';
}

/** A figure of the preview. */
export function Line({ name, value, tone }: LineProps) {
  return (
    <div className={styles.line}>
      <dt>{name}</dt>
      <dd className={value === undefined ? 'muted' : tone}>{value ?? '–'}</dd>
    </div>
  );
}
