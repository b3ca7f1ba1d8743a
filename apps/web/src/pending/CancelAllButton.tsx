import { useIsOnline } from '../api/online.ts';
import { AskFirst } from '../positions/closing/AskFirst.tsx';
import { cancelAll } from '../trading/orders.ts';
import { useAction } from '../trading/use-action.ts';

/** Cancels all orders that wait, after a second press that confirms it. */
export function CancelAllButton({ count }: { readonly count: number }) {
  const isOnline = useIsOnline();
  const { mutate, isPending } = useAction('Not cancelled', () => cancelAll());
  return (
    <AskFirst
      name={isPending ? 'Cancelling …' : isOnline ? 'Cancel all' : 'Offline'}
      isPossible={isOnline && !isPending}
      title={`Cancel ${count === 1 ? 'the order' : `all ${count} orders`}?`}
      text="None of them opens any more. Positions stay as they are."
      onConfirm={() => mutate()}
    />
  );
}
