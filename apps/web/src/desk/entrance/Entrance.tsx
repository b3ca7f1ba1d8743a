import type { ReactNode } from 'react';
import styles from './Entrance.module.css';

/** A page for who is not at the desk yet. */
export function Entrance({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <main className={styles.entrance}>
      <section className={styles.card} aria-labelledby="entrance-title">
        <h2 id="entrance-title">{title}</h2>
        {children}
      </section>
    </main>
  );
}
