import { useStore } from 'zustand';
import { useIsOnline } from '../../api/online.ts';
import { Button } from '../../ui/Button.tsx';
import { AskFirst } from './AskFirst.tsx';
import { closingAll, startClosingAll } from './closing-all.ts';

/** Closes all positions after a second press that confirms it. Another press stops it. */
export function CloseAllButton({ ids }: { readonly ids: readonly string[] }) {
  const progress = useStore(closingAll, (state) => state.progress);
  if (progress === undefined) return <CloseAll ids={ids} />;
  const { closed, total, isOver, stop } = progress;
  if (isOver)
    return (
      <Button isSmall disabled>
        Waiting … ({closed}/{total})
      </Button>
    );
  return (
    <Button isSmall onClick={stop} aria-label={`Stop closing: ${closed} of ${total} positions are closed`}>
      Stop ({closed}/{total})
    </Button>
  );
}

function CloseAll({ ids }: { readonly ids: readonly string[] }) {
  const isOnline = useIsOnline();
  return (
    <AskFirst
      name={isOnline ? 'Close all' : 'Offline'}
      isPossible={isOnline}
      title={`Close ${ids.length === 1 ? 'the position' : `all ${ids.length} positions`}?`}
      text="Each closes at the current price, longs at the bid and shorts at the ask. This cannot be undone."
      onConfirm={() => void startClosingAll(ids)}
    />
  );
}
