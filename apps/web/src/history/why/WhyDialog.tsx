import { Dialog } from '@base-ui/react/dialog';
import type { Instrument } from '@fulcrum/cfd';
import type { ClosedOrder, EndedOrder } from '../../api/schemas.ts';
import { exactTime } from '../../clock/times.ts';
import { assetText, grouped, readMoney, sideText, signedMoneyText } from '../../numbers/amounts.ts';
import { toneOf } from '../../numbers/tone.ts';
import dialogStyles from '../../ui/Dialog.module.css';
import { isClosing } from '../closed-orders.ts';
import { REASONS } from '../reasons.ts';
import { auditOf } from './audit.ts';
import { NotOpened } from './NotOpened.tsx';
import { marginBefore, useOrderEvents } from './order-events.ts';
import { Part } from './Part.tsx';
import { StoryParts } from './StoryParts.tsx';
import { SumsTable } from './SumsTable.tsx';
import { WhichRule } from './WhichRule.tsx';
import styles from './WhyDialog.module.css';

export interface WhyDialogProps {
  /** It stays set while the dialog closes. */
  readonly order: EndedOrder | undefined;
  /** Undefined when the instrument is not traded any more. */
  readonly instrument: Instrument | undefined;
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
}

/** Explains how an order ended; a closing as to an auditor: its cause, its rule, and all sums worked out again. */
export function WhyDialog({ order, instrument, isOpen, onOpenChange }: WhyDialogProps) {
  return (
    <Dialog.Root open={isOpen} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className={dialogStyles.backdrop} />
        <Dialog.Popup className={`${dialogStyles.dialog} ${styles.dialog}`}>
          {/* The first button gets the focus. Further down it would scroll the beginning out of sight. */}
          <Dialog.Close className={dialogStyles.close} aria-label="Close">
            ×
          </Dialog.Close>
          {order !== undefined &&
            (isClosing(order) ? <Explanation order={order} instrument={instrument} /> : <NotOpened order={order} />)}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Explanation({ order, instrument }: Pick<WhyDialogProps, 'instrument'> & { readonly order: ClosedOrder }) {
  const { data: story } = useOrderEvents(order.orderId);
  const audit = instrument && auditOf(order, instrument, marginBefore(order, story));
  const pnl = readMoney(order.pnl);
  return (
    <>
      <Dialog.Title className={dialogStyles.title}>Why did it close?</Dialog.Title>
      <Dialog.Description className={dialogStyles.text}>
        {sideText(order.side)} {grouped(order.quantity)} {assetText(order.asset)}, {order.leverage}×:{' '}
        {REASONS[order.reason]}, <span className={toneOf(pnl)}>{signedMoneyText(pnl)} USDC</span>
      </Dialog.Description>
      {audit !== undefined && audit.faults.length > 0 && <Faults faults={audit.faults} />}
      <Part title="What closed it">
        <Cause order={order} />
      </Part>
      {audit === undefined ? (
        <p className={styles.warning}>
          This instrument is not traded any more, or not on this grid: the sums cannot be worked out here. The replay
          below has them.
        </p>
      ) : (
        <>
          <Part title="By which rule">
            <WhichRule order={order} audit={audit} />
          </Part>
          <Part title="The sums, in USDC">
            <SumsTable sums={audit.sums} />
          </Part>
        </>
      )}
      <StoryParts orderId={order.orderId} />
    </>
  );
}

function Faults({ faults }: { readonly faults: readonly string[] }) {
  return (
    <div className={styles.warning} role="alert">
      <p>This does not add up. Keep this page, and tell whoever runs the exchange:</p>
      <ul>
        {faults.map((fault) => (
          <li key={fault}>{fault}</li>
        ))}
      </ul>
    </div>
  );
}

/** The entry of the log that closed the order, and the price at that moment. */
function Cause({ order }: { readonly order: ClosedOrder }) {
  const isAsked = order.reason === 'manual' || order.reason === 'netting';
  return (
    <>
      <p>{causeText(order)}</p>
      <dl className={styles.facts}>
        <dt>{isAsked ? 'Request, log entry' : 'Tick, log entry'}</dt>
        <dd>
          <code>{order.closedBy}</code>
        </dd>
        <dt>At</dt>
        <dd>{exactTime(order.closedAt)}</dd>
        <dt>{priceText(order)}</dt>
        <dd>{grouped(order.closePrice)}</dd>
        <dt>Opened at</dt>
        <dd>{exactTime(order.openedAt)}</dd>
        {order.remaining !== undefined && (
          <>
            <dt>Left open</dt>
            <dd>{grouped(order.remaining)}</dd>
          </>
        )}
      </dl>
    </>
  );
}

function causeText({ reason, side, nettedBy }: ClosedOrder): string {
  const quoted = side === 'buy' ? 'bid' : 'ask';
  if (reason === 'manual')
    return `You asked for it. Your request is in the log, and closed it at the ${quoted} of the last tick before.`;
  if (reason === 'netting') return `Your order ${nettedBy ?? ''} of the other side, which closed it at the ${quoted}.`;
  return 'A tick of the price, without anybody asking for it.';
}

function priceText({ reason, side }: ClosedOrder): string {
  if (reason === 'guaranteed_stop') return 'Price of the guaranteed stop';
  return side === 'buy' ? 'Bid (a long closes at it)' : 'Ask (a short closes at it)';
}
