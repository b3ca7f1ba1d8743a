import { Button } from '../../ui/Button.tsx';
import styles from './LoadOlder.module.css';
import { isCut, type usePages } from './pages.ts';

export interface LoadOlderProps {
  readonly past: ReturnType<typeof usePages>;
}

/** The end of a list of what is past: how its older rows are had, or why they are not there. */
export function LoadOlder({ past }: LoadOlderProps) {
  const { pages, error, refetch, loadOlder, isLoadingOlder } = past;
  if (error !== null && !isLoadingOlder)
    return (
      <End text="What is older cannot be had from the venue at the moment.">
        <Button isSmall onClick={() => refetch()}>
          Try again
        </Button>
      </End>
    );
  if (pages === undefined || !pages.hasOlder) return null;
  if (isCut(pages)) return <End text="What is older can be had from the venue by a program." />;
  return (
    <End>
      <Button isSmall disabled={isLoadingOlder} focusableWhenDisabled onClick={loadOlder}>
        {isLoadingOlder ? 'Loading …' : 'Load older'}
      </Button>
    </End>
  );
}

function End({ text, children }: { readonly text?: string; readonly children?: React.ReactNode }) {
  return (
    <div className={styles.end}>
      {text !== undefined && <span role="status">{text}</span>}
      {children}
    </div>
  );
}
