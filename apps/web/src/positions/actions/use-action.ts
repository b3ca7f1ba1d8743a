import { useMutation } from '@tanstack/react-query';
import { notify } from '../../notices/notices.ts';
import { failureNotice } from '../../trading/failure-notice.ts';
import type { Outcome } from '../../trading/orders.ts';

/** Sends what a dialog asks for, and leaves the dialog once it is done. A failure is told by a notice. */
export function useAction<Wish>(failure: string, send: (wish: Wish) => Promise<Outcome>, onDone: () => void) {
  return useMutation({
    mutationFn: send,
    onSuccess: (outcome) => {
      if (outcome === 'done') onDone();
      else notify(failureNotice(failure, outcome));
    },
  });
}
