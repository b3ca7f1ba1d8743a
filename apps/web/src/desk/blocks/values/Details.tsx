import type { ReactNode } from 'react';
import styles from './Details.module.css';

export interface DetailsProps {
  /** What is undefined is left out. */
  readonly details: readonly (readonly [name: string, value: ReactNode])[];
}

/** Facts about one thing, each with its name. */
export function Details({ details }: DetailsProps) {
  return (
    <dl className={styles.details}>
      {details
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
