import type { ReactNode } from 'react';
import { Message } from '../../ui/Message.tsx';
import styles from './Loaded.module.css';
import type { Fetched } from './use-fetched.ts';

export interface LoadedProps<Data> {
  readonly of: Pick<Fetched<Data>, 'data' | 'error' | 'askAgain'>;
  readonly children: (data: Data) => ReactNode;
}

/** Shows what was asked for once it is there; until then that it is on its way, or why it does not come. */
export function Loaded<Data>({ of: { data, error, askAgain }, children }: LoadedProps<Data>) {
  if (data === undefined)
    return error === null ? <Message text="Loading …" /> : <Message text={error.message} onRetry={askAgain} />;
  return (
    <>
      {error !== null && (
        <p className={styles.fault} role="alert">
          {error.message} What is shown is older.
        </p>
      )}
      {children(data)}
    </>
  );
}
