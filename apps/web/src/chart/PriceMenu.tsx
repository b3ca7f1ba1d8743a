import { ContextMenu } from '@base-ui/react/context-menu';
import { formatDecimal, type Instrument } from '@fulcrum/cfd';
import { type ReactNode, useState } from 'react';
import { useQuote } from '../market/use-quote.ts';
import { orderKindText, priceText } from '../numbers/amounts.ts';
import { focusTicket } from '../ticket/focus-ticket.ts';
import { fillTicket } from '../ticket/form/drafts.ts';
import menuStyles from '../ui/Menu.module.css';
import type { ChartView } from './canvas/chart-view.ts';
import { type OrderAt, ordersAt } from './orders/orders-at.ts';
import styles from './PriceChart.module.css';

export interface PriceMenuProps {
  readonly view: ChartView | undefined;
  readonly instrument: Instrument;
  readonly children: ReactNode;
}

/** The chart's area. The other mouse button, or a long touch, offers the orders that would wait at the price there. */
export function PriceMenu({ view, instrument, children }: PriceMenuProps) {
  const [price, setPrice] = useState<number>();
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger
        className={styles.area}
        onContextMenu={({ clientY }) => setPrice(view?.priceAt(clientY))}
        onTouchStart={({ touches }) => setPrice(view?.priceAt(touches[0]?.clientY ?? 0))}
      >
        {children}
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Positioner className={menuStyles.positioner}>
          <ContextMenu.Popup className={menuStyles.menu}>
            {price !== undefined && price >= 1 && <Offers price={price} instrument={instrument} />}
          </ContextMenu.Popup>
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}

/** It alone is drawn again at each tick, and only while the menu is open. */
function Offers({ price, instrument }: { readonly price: number; readonly instrument: Instrument }) {
  const quote = useQuote(instrument.asset);
  const offered = quote === undefined ? [] : ordersAt(price, quote);
  const fill = ({ side, kind }: OrderAt) => {
    fillTicket(instrument, { side, kind, price: formatDecimal(price, instrument.priceDecimals) });
    // The menu gives the focus back to where it was first.
    setTimeout(focusTicket);
  };
  return offered.map((order) => (
    <ContextMenu.Item key={order.side} className={menuStyles.item} onClick={() => fill(order)}>
      {orderKindText(order.side, order.kind)} at {priceText(price, instrument)} …
    </ContextMenu.Item>
  ));
}
