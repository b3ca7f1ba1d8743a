import type { ReactNode } from 'react';
import { useIsOnline } from '../../api/online.ts';
import { Button } from '../../ui/Button.tsx';
import dialogStyles from '../../ui/Dialog.module.css';
import styles from './ActionForm.module.css';

export interface ActionFormProps {
  /** Of the button that does it. */
  readonly name: string;
  readonly isPossible: boolean;
  readonly isPending: boolean;
  readonly look?: 'danger';
  readonly onSubmit: () => void;
  readonly onLeave: () => void;
  readonly children: ReactNode;
}

/** What a dialog asks for, with the buttons that do it or leave everything as it is. */
export function ActionForm({ name, isPossible, isPending, look, onSubmit, onLeave, children }: ActionFormProps) {
  const isOnline = useIsOnline();
  const isReady = isPossible && isOnline && !isPending;
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) onSubmit();
      }}
    >
      {children}
      <div className={dialogStyles.actions}>
        <Button type="button" onClick={onLeave}>
          Leave it
        </Button>
        <Button type="submit" disabled={!isReady} focusableWhenDisabled {...(look && { look })}>
          {isPending ? 'Sending …' : isOnline ? name : 'Offline'}
        </Button>
      </div>
    </form>
  );
}

/** What it would come to. */
export function Figures({ figures }: { readonly figures: Readonly<Record<string, string>> }) {
  return (
    <dl className={styles.figures}>
      {Object.entries(figures).map(([name, value]) => (
        <div key={name} className={styles.figure}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
