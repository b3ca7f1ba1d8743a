import { type Instrument, profitAt } from '@fulcrum/cfd';
import { memo, useLayoutEffect, useRef } from 'react';
import { priceText, signedMoneyText } from '../../numbers/amounts.ts';
import { cancelOrder } from '../../trading/orders.ts';
import { borneByClient, isStopBehind, STOP_BEHIND } from '../../trading/stop-behind.ts';
import { useAction } from '../../trading/use-action.ts';
import type { ChartView } from '../canvas/chart-view.ts';
import { nameOf } from '../canvas/lines.ts';
import type { ChartOrder } from '../orders/chart-orders.ts';
import { LEVEL_NAMES, type MovableLevel } from '../orders/levels.ts';
import type { LevelMoving } from '../orders/use-chart-orders.ts';
import { heldPrice } from './held-price.ts';
import styles from './LevelHandle.module.css';
import { useDrag } from './use-drag.ts';

export interface LevelHandleProps {
  readonly view: ChartView;
  readonly instrument: Instrument;
  readonly level: MovableLevel;
  readonly moving: LevelMoving;
}

/** The handle by which a level is dragged: its line, and a tag with the result of closing there. */
export const LevelHandle = memo(function LevelHandle({ view, instrument, level, moving }: LevelHandleProps) {
  const { key, kind, price, order } = level;
  const element = useRef<HTMLDivElement>(null);
  const grabbed = useRef(price);
  /** The last price that it was dragged to. The drawing may be a frame behind. */
  const held = useRef(price);
  const wasBeyond = useRef(false);
  const { isDragged, handlers } = useDrag({
    onStart: () => {
      grabbed.current = price;
      held.current = price;
      wasBeyond.current = element.current?.dataset.beyond !== undefined;
      view.hold(true);
    },
    onMove: (movement) => {
      // A level beyond the chart has to be dragged well into it: a twitch at the edge would move it by many prices.
      const isStillBeyond = wasBeyond.current && view.isAtEdge(movement.middleY);
      const to = isStillBeyond
        ? grabbed.current
        : heldPrice(grabbed.current, movement, (clientY) => view.priceAt(clientY));
      if (to === undefined) return;
      held.current = to;
      moving.move(level, to);
    },
    onDrop: () => {
      if (held.current === grabbed.current) moving.putBack(level);
      else moving.release(level, held.current);
    },
    onCancel: () => moving.putBack(level),
    onEnd: () => view.hold(false),
  });
  useLayoutEffect(
    () => (element.current === null ? undefined : view.handles.follow(key, { element: element.current, price })),
    [view, key, price],
  );
  const { side, margin } = order.position;
  const result = borneByClient(profitAt(price, order.position, instrument), margin);
  const isPrice = kind === 'price';
  const isWarned = kind === 'stopLoss' && isStopBehind(side, price, order.liquidationPrice);
  return (
    <div ref={element} className={styles.line} data-kind={kind} data-dragged={isDragged} {...handlers}>
      <span
        className={styles.tag}
        title={`Drag to change the ${LEVEL_NAMES[kind]} of this order (${order.name})${isWarned ? `. ${STOP_BEHIND}` : ''}`}
      >
        <span className={styles.name}>
          {isWarned && '⚠ '}
          <span className={styles.full}>{nameOf(level)}</span>
          {isPrice && <span className={styles.short}>{order.shortName}</span>}
        </span>
        <span className={styles.price}>{priceText(price, instrument)}</span>
        {isPrice ? <CancelSign order={order} /> : <span className={styles.yield}>{signedMoneyText(result)} USDC</span>}
      </span>
    </div>
  );
});

/** Cancels an order that waits. The keyboard does it in the table of orders. */
function CancelSign({ order: { orderId, name } }: { readonly order: ChartOrder }) {
  const cancelling = useAction('Not cancelled', () => cancelOrder(orderId));
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles.cancel}
      title={`Cancel ${name}`}
      // It must not begin to drag the line.
      onPointerDown={(event) => event.stopPropagation()}
      onClick={() => cancelling.mutate()}
    >
      ×
    </button>
  );
}
