import { AlertDialog } from '@base-ui/react/alert-dialog';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useIsOnline } from '../api/online.ts';
import { clientNow } from '../market/server-clock.ts';
import { notify } from '../notices/notices.ts';
import { closeOrder, type Outcome } from '../trading/orders.ts';
import { Button } from '../ui/Button.tsx';
import dialogStyles from '../ui/Dialog.module.css';

/** Requests that are under way at a time: enough to be quick, and few enough for the limits on requests. */
const AT_ONCE = 4;

/** A limit holds for ten seconds. */
const TOO_MANY = 'too_many_requests';
const WAIT_MS = 1_000;
const MAX_ATTEMPTS = 15;

/** Closes everything, once somebody has said twice that this is meant. */
export function CloseAllButton({ ids }: { readonly ids: readonly string[] }) {
  const [isAsking, setIsAsking] = useState(false);
  const isOnline = useIsOnline();
  const closing = useMutation({
    mutationFn: closeAll,
    onSuccess: (failures) => {
      if (failures > 0)
        notify({
          kind: 'warn',
          title: 'Not everything is closed',
          text: `${failures} positions could not be closed. Look at them.`,
        });
    },
  });
  const confirm = () => {
    closing.mutate(ids);
    setIsAsking(false);
  };
  return (
    <AlertDialog.Root open={isAsking} onOpenChange={setIsAsking}>
      <AlertDialog.Trigger render={<Button isSmall disabled={closing.isPending || !isOnline} />}>
        {closing.isPending ? 'Closing …' : isOnline ? 'Close all' : 'Offline'}
      </AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={dialogStyles.backdrop} />
        <AlertDialog.Popup className={dialogStyles.dialog}>
          <AlertDialog.Title className={dialogStyles.title}>
            Close {ids.length === 1 ? 'the position' : `all ${ids.length} positions`}?
          </AlertDialog.Title>
          <AlertDialog.Description className={dialogStyles.text}>
            Each closes at the current price, longs at the bid and shorts at the ask. This cannot be undone.
          </AlertDialog.Description>
          <div className={dialogStyles.actions}>
            <AlertDialog.Close render={<Button />}>Keep them</AlertDialog.Close>
            <Button look="danger" disabled={!isOnline} onClick={confirm}>
              {isOnline ? 'Close all' : 'Offline'}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

/** The limit on requests may be reached half way: it is waited for. */
async function closePatiently(orderId: string): Promise<Outcome> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await closeOrder(orderId);
    const isLimited = typeof outcome === 'object' && outcome.code === TOO_MANY;
    if (!isLimited || attempt === MAX_ATTEMPTS) return outcome;
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  }
}

/** What takes longer has stood still, while the computer slept for example: then nobody means it any more. */
const LIMIT_MS = 60_000;

/** @returns how many could not be closed. One that is closed already, by a level meanwhile, is none of them. */
async function closeAll(ids: readonly string[]): Promise<number> {
  const left = [...ids];
  const until = clientNow() + LIMIT_MS;
  let failures = 0;
  const work = async () => {
    for (let id = left.shift(); id !== undefined; id = left.shift()) {
      const isMeant = clientNow() < until;
      const outcome = isMeant ? await closePatiently(id) : 'unknown';
      if (outcome !== 'done' && (outcome === 'unknown' || outcome.code !== 'unknown_order')) failures += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return failures;
}
