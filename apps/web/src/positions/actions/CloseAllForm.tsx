import { useOrdersOf } from '../../account/use-account.ts';
import { readMoney, signedMoneyText } from '../../numbers/amounts.ts';
import dialogStyles from '../../ui/Dialog.module.css';
import { startClosingAll } from '../closing/closing-all.ts';
import { ActionForm, Figures } from './ActionForm.tsx';
import type { ActionProps } from './action-kinds.ts';

/** Closes all positions of an instrument. */
export function CloseAllForm({ order: { asset }, onDone }: ActionProps) {
  const orders = useOrdersOf(asset);
  const result = orders.reduce((sum, { unrealizedPnl }) => sum + readMoney(unrealizedPnl), 0n);
  return (
    <ActionForm
      name={orders.length === 1 ? 'Close it' : `Close all ${orders.length}`}
      look="danger"
      isPossible={orders.length > 0}
      isPending={false}
      onSubmit={() => {
        void startClosingAll(orders.map(({ orderId }) => orderId));
        onDone();
      }}
      onLeave={onDone}
    >
      <p className={dialogStyles.text}>
        Each closes at the current price, longs at the bid and shorts at the ask. Positions of other instruments and
        orders that wait stay.
      </p>
      <Figures figures={{ Positions: String(orders.length), 'Result now': `${signedMoneyText(result)} USDC` }} />
    </ActionForm>
  );
}
