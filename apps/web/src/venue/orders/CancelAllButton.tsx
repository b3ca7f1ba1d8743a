import { AlertDialog } from '@base-ui/react/alert-dialog';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useIsOnline } from '../../api/online.ts';
import { assetText } from '../../numbers/amounts.ts';
import { tabOf } from '../../positions/use-focus-in-rows.ts';
import { Button } from '../../ui/Button.tsx';
import dialogStyles from '../../ui/Dialog.module.css';
import type { VenueMarket } from '../markets/venue-market.ts';
import { sayCancelFailure } from './cancel-failure.ts';
import { lookAgain } from './own-orders.ts';
import { cancelOrders } from './send-orders.ts';

export interface CancelAllButtonProps {
  readonly market: VenueMarket;
  /** Of open orders in the market. */
  readonly count: number;
}

/** Cancels all orders of the market that is shown, after a second press that confirms it. */
export function CancelAllButton({ market: { asset }, count }: CancelAllButtonProps) {
  const client = useQueryClient();
  const trigger = useRef<HTMLButtonElement>(null);
  const [isAsking, setIsAsking] = useState(false);
  const isOnline = useIsOnline();
  const { mutate, isPending } = useMutation({
    mutationFn: () => cancelOrders(asset),
    onSuccess: async (outcome) => {
      sayCancelFailure(outcome);
      await lookAgain(client);
    },
  });
  if (count === 0) return <span className="visually-hidden">Cancel</span>;
  const confirm = () => {
    setIsAsking(false);
    mutate();
  };
  const what = count === 1 ? 'the order' : `all ${count} orders`;
  return (
    <AlertDialog.Root open={isAsking} onOpenChange={setIsAsking}>
      <AlertDialog.Trigger ref={trigger} render={<Button isSmall disabled={!isOnline || isPending} />}>
        {isPending ? 'Cancelling …' : isOnline ? 'Cancel all' : 'Offline'}
      </AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={dialogStyles.backdrop} />
        <AlertDialog.Popup
          className={dialogStyles.dialog}
          // The button goes with the orders.
          finalFocus={() => tabOf(trigger.current?.closest('[role="tabpanel"]'))}
        >
          <AlertDialog.Title className={dialogStyles.title}>
            Cancel {what} in {assetText(asset)}?
          </AlertDialog.Title>
          <AlertDialog.Description className={dialogStyles.text}>
            What they hold is free again at once. Orders in other markets stay.
          </AlertDialog.Description>
          <div className={dialogStyles.actions}>
            <AlertDialog.Close render={<Button />}>Keep them</AlertDialog.Close>
            <Button look="danger" disabled={!isOnline} onClick={confirm}>
              {isOnline ? 'Cancel all' : 'Offline'}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
