import type { ReactNode } from 'react';
import styles from './WhyDialog.module.css';

/** A part of an explanation, with its heading. */
export function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles.part}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}
