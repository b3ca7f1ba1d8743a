import { useMutation } from '@tanstack/react-query';
import { notify } from '../notices/notices.ts';
import { failureNotice } from './failure-notice.ts';
import type { Outcome } from './orders.ts';

/**
 * Sends what somebody asks for. Success needs no notice of its own: the feed tells of it.
 *
 * @param failure the title of the notice that tells of a refusal.
 * @param onDone is called once it is done.
 */
export function useAction<Wish = void>(
  failure: string,
  send: (wish: Wish) => Promise<Outcome>,
  onDone: () => void = () => {},
) {
  return useMutation({
    mutationFn: send,
    onSuccess: (outcome) => {
      if (outcome === 'done') onDone();
      else notify(failureNotice(failure, outcome));
    },
  });
}
