import { formatDecimal } from '@fulcrum/cfd';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useIsNetting, useOrdersOf } from '../../account/use-account.ts';
import { notify } from '../../notices/notices.ts';
import { grouped, readMoney, sideText, signedMoneyText } from '../../numbers/amounts.ts';
import { preferredForm } from '../../ticket/form/ticket-preferences.ts';
import { failureNotice } from '../../trading/failure-notice.ts';
import { readPosition } from '../../trading/position.ts';
import { type Reversal, reverseNetted, reversePosition } from '../../trading/reverse.ts';
import dialogStyles from '../../ui/Dialog.module.css';
import { ActionForm, Figures } from './ActionForm.tsx';
import type { ActionProps } from './action-kinds.ts';

/** Reverses a position. In an account that nets it reverses all of the instrument, which are on one side. */
export function ReverseForm(props: ActionProps) {
  const { order, instrument } = props;
  const isNetting = useIsNetting();
  const orders = useOrdersOf(order.asset);
  const { maxSlippageBps } = preferredForm(instrument);
  const other = sideText(order.side === 'buy' ? 'sell' : 'buy').toLowerCase();
  if (!isNetting)
    return (
      <Reversing
        {...props}
        result={readMoney(order.unrealizedPnl)}
        reverse={() => reversePosition(order, maxSlippageBps)}
      >
        These are two orders, one after the other: this position closes at the current price, and then a {other}{' '}
        {grouped(order.quantity)} opens at {order.leverage}×. Take-profit and stop-loss are not taken over. If the
        second order is refused, the position stays closed.
      </Reversing>
    );
  const total = orders.reduce((sum, each) => sum + (readPosition(each, instrument)?.quantity ?? 0), 0);
  const text = (units: number) => formatDecimal(units, instrument.quantityDecimals);
  return (
    <Reversing
      {...props}
      result={orders.reduce((sum, { unrealizedPnl }) => sum + readMoney(unrealizedPnl), 0n)}
      reverse={() => reverseNetted(order, text(2 * total), maxSlippageBps)}
    >
      This is one order: {orders.length === 1 ? 'this position closes' : `all ${orders.length} positions close`} at the
      current price, and a {other} {grouped(text(total))} opens at {order.leverage}×. Take-profit and stop-loss are not
      taken over. If the order is refused, everything stays as it is.
    </Reversing>
  );
}

interface ReversingProps extends ActionProps {
  /** Of closing now. */
  readonly result: bigint;
  readonly reverse: () => Promise<Reversal>;
  readonly children: ReactNode;
}

function Reversing({ result, reverse, onDone, children }: ReversingProps) {
  const reversing = useMutation({
    mutationFn: reverse,
    onSuccess: ({ closed, opened }) => {
      if (closed !== 'done') notify(failureNotice('Not reversed', closed));
      else if (opened !== undefined && opened !== 'done') notify(failureNotice('Closed, but not reversed', opened));
      onDone();
    },
  });
  return (
    <ActionForm
      name="Reverse"
      look="danger"
      isPossible
      isPending={reversing.isPending}
      onSubmit={() => reversing.mutate()}
      onLeave={onDone}
    >
      <p className={dialogStyles.text}>{children}</p>
      <Figures figures={{ 'Result of closing now': `${signedMoneyText(result)} USDC` }} />
    </ActionForm>
  );
}
