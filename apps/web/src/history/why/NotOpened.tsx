import { Dialog } from '@base-ui/react/dialog';
import type { CancelledOrder } from '../../api/schemas.ts';
import { exactTime } from '../../clock/times.ts';
import { assetText, grouped, orderKindText } from '../../numbers/amounts.ts';
import dialogStyles from '../../ui/Dialog.module.css';
import { endText, whyNotOpened } from '../reasons.ts';
import { Part } from './Part.tsx';
import { StoryParts } from './StoryParts.tsx';
import styles from './WhyDialog.module.css';

/** Explains why an order that waited never opened. */
export function NotOpened({ order }: { readonly order: CancelledOrder }) {
  const { orderId, side, orderType, quantity, asset, price, leverage, cancelledBy, cancelledAt, placedAt } = order;
  return (
    <>
      <Dialog.Title className={dialogStyles.title}>Why did it not open?</Dialog.Title>
      <Dialog.Description className={dialogStyles.text}>
        {orderKindText(side, orderType)} {grouped(quantity)} {assetText(asset)} at {grouped(price)}, {leverage}×:{' '}
        {endText(order)}
      </Dialog.Description>
      <Part title="What ended it">
        <p>{whyNotOpened(order)}</p>
        <dl className={styles.facts}>
          <dt>Log entry</dt>
          <dd>
            <code>{cancelledBy}</code>
          </dd>
          <dt>At</dt>
          <dd>{exactTime(cancelledAt)}</dd>
          <dt>Placed at</dt>
          <dd>{exactTime(placedAt)}</dd>
        </dl>
      </Part>
      <StoryParts orderId={orderId} />
    </>
  );
}
