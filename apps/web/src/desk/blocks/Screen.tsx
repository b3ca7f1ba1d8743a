import { type ReactNode, useEffect } from 'react';
import styles from './Screen.module.css';

export interface ScreenProps {
  readonly title: string;
  /** What there is to know about the whole screen, in a line. */
  readonly about?: ReactNode;
  /** What leads back to where this belongs. */
  readonly back?: { readonly text: string; readonly hash: string };
  /** Beside the title. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** One screen of the desk: its title, which is the window's as well, and its parts. */
export function Screen({ title, about, back, actions, children }: ScreenProps) {
  useEffect(() => {
    document.title = `${title} · Fulcrum desk`;
  }, [title]);
  return (
    <>
      <header className={styles.head}>
        <div className={styles.titles}>
          {back !== undefined && <a href={back.hash}>{back.text}</a>}
          <h2 className={styles.title} tabIndex={-1}>
            {title}
          </h2>
          {about !== undefined && <p className={styles.about}>{about}</p>}
        </div>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </header>
      <div className={styles.parts}>{children}</div>
    </>
  );
}
