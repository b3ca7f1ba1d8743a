import { isRejectionCode, REJECTIONS } from '@fulcrum/cfd';
import type { CancelledEvent, CreatedEvent, PlacedEvent, ReducedEvent } from '@fulcrum/protocol';
import { assetText, grouped, orderKindText, sideText } from '../numbers/amounts.ts';
import { FEW } from './gathered-notices.ts';
import type { Notice } from './notices.ts';

/** What a notice of an opening shows. An order that waited has no request of its own when it opens. */
export type Opened = Pick<CreatedEvent, 'requestId' | 'side' | 'quantity' | 'asset' | 'openPrice' | 'leverage'>;

export function openedNotices(opened: readonly Opened[]): Notice[] {
  return [...Map.groupBy(opened, titleOf)].flatMap(([title, alike]) => {
    const texts = alike.length > FEW ? [`${alike.length} orders`] : alike.map(openedText);
    return texts.map((text) => ({ kind: 'good' as const, title, text }));
  });
}

function titleOf({ requestId }: Opened): string {
  return requestId === null ? 'Price reached: position opened' : 'Position opened';
}

function openedText({ side, quantity, asset, openPrice, leverage }: Opened): string {
  return `${sideText(side)} ${grouped(quantity)} ${assetText(asset)} at ${grouped(openPrice)}, ${leverage}×`;
}

export function placedNotice(order: PlacedEvent): Notice {
  return { kind: 'good', title: 'Order placed', text: orderText(order) };
}

/** Of an order that closed positions of the other side, and had nothing left to open. */
export function reducedNotice({ asset, closedQuantity }: Pick<ReducedEvent, 'asset' | 'closedQuantity'>): Notice {
  return { kind: 'good', title: 'Positions reduced', text: `${grouped(closedQuantity)} ${assetText(asset)} closed` };
}

/** Of orders that ended while the feed was away, where the history does not say how. */
export function untoldNotice(count: number): Notice {
  const orders = count === 1 ? 'One of your orders' : `${count} of your orders`;
  const text = `${orders} ended while the connection was lost. The history does not say yet how: look there later.`;
  return { kind: 'warn', title: 'Orders ended unseen', text };
}

/** What a notice of a cancelled order shows. */
export type Cancelled = Pick<CancelledEvent, 'side' | 'orderType' | 'quantity' | 'asset' | 'price' | 'code'>;

export function cancelledNotices(cancelled: readonly Cancelled[]): Notice[] {
  return [...Map.groupBy(cancelled, ({ code }) => code)].flatMap(([code, alike]) => {
    const many = `${alike.length} orders`;
    return alike.length > FEW ? [noticeOf(code, many)] : alike.map((order) => noticeOf(code, orderText(order)));
  });
}

function noticeOf(code: Cancelled['code'], what: string): Notice {
  if (code === 'requested') return { kind: 'good', title: 'Order cancelled', text: what };
  if (code === 'expired') return { kind: 'warn', title: 'Order expired', text: what };
  const why = isRejectionCode(code) ? REJECTIONS[code].sentence : code;
  return { kind: 'warn', title: 'Price reached, but not opened', text: `${what}. ${why}` };
}

function orderText({ side, orderType, quantity, asset, price }: Omit<Cancelled, 'code'>): string {
  return `${orderKindText(side, orderType)} ${grouped(quantity)} ${assetText(asset)} at ${grouped(price)}`;
}
