import { useMutation } from '@tanstack/react-query';
import { notify } from '../../notices/notices.ts';
import { grouped, readMoney, sideText, signedMoneyText } from '../../numbers/amounts.ts';
import { preferredForm } from '../../ticket/form/ticket-preferences.ts';
import { failureNotice } from '../../trading/failure-notice.ts';
import { reversePosition } from '../../trading/reverse.ts';
import dialogStyles from '../../ui/Dialog.module.css';
import { ActionForm, Figures } from './ActionForm.tsx';
import type { ActionProps } from './action-kinds.ts';

/** Turns a position round. */
export function ReverseForm({ order, instrument, onDone }: ActionProps) {
  const { side, quantity, leverage } = order;
  const reversing = useMutation({
    mutationFn: () => reversePosition(order, preferredForm(instrument).maxSlippageBps),
    onSuccess: ({ closed, opened }) => {
      if (closed !== 'done') notify(failureNotice('Not reversed', closed));
      else if (opened !== undefined && opened !== 'done') notify(failureNotice('Closed, but not reversed', opened));
      onDone();
    },
  });
  const other = sideText(side === 'buy' ? 'sell' : 'buy').toLowerCase();
  return (
    <ActionForm
      name="Reverse"
      look="danger"
      isPossible
      isPending={reversing.isPending}
      onSubmit={() => reversing.mutate()}
      onLeave={onDone}
    >
      <p className={dialogStyles.text}>
        These are two orders, one after the other: this position closes at the current price, and then a {other}{' '}
        {grouped(quantity)} opens at {leverage}×. Take-profit and stop-loss are not taken over. If the second order is
        refused, the position stays closed.
      </p>
      <Figures figures={{ 'Result of closing now': `${signedMoneyText(readMoney(order.unrealizedPnl))} USDC` }} />
    </ActionForm>
  );
}
