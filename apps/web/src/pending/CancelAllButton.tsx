import { useMutation } from '@tanstack/react-query';
import { useIsOnline } from '../api/online.ts';
import { notify } from '../notices/notices.ts';
import { AskFirst } from '../positions/closing/AskFirst.tsx';
import { failureNotice } from '../trading/failure-notice.ts';
import { cancelAll } from '../trading/orders.ts';

/** Cancels all orders that wait, after a second press that confirms it. */
export function CancelAllButton({ count }: { readonly count: number }) {
  const isOnline = useIsOnline();
  const { mutate, isPending } = useMutation({
    mutationFn: () => cancelAll(),
    onSuccess: (outcome) => {
      if (outcome !== 'done') notify(failureNotice('Not cancelled', outcome));
    },
  });
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
