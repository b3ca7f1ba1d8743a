import { isRejectionCode, REJECTIONS } from '@fulcrum/cfd';
import type { CancelledEvent, CreatedEvent, PlacedEvent, ReducedEvent } from '@fulcrum/protocol';
import { assetText, grouped, orderKindText, sideText } from '../numbers/amounts.ts';
import { FEW } from './gathered-notices.ts';
import type { Notice } from './notices.ts';

/** An order that waited has no request of its own when it opens. */
export function openedNotice({ requestId, side, quantity, asset, openPrice, leverage }: CreatedEvent): Notice {
  const text = `${sideText(side)} ${grouped(quantity)} ${assetText(asset)} at ${grouped(openPrice)}, ${leverage}×`;
  return { kind: 'good', title: requestId === null ? 'Price reached: position opened' : 'Position opened', text };
}

export function placedNotice(order: PlacedEvent): Notice {
  return { kind: 'good', title: 'Order placed', text: orderText(order) };
}

/** Of an order that closed positions of the other side, and had nothing left to open. */
export function reducedNotice({ asset, closedQuantity }: ReducedEvent): Notice {
  return { kind: 'good', title: 'Positions reduced', text: `${grouped(closedQuantity)} ${assetText(asset)} closed` };
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
