import type { Instrument } from '@fulcrum/cfd';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { refreshSession, reopenAccount } from '../account/session.ts';
import { whenUnauthorized } from '../api/client.ts';
import { Feed, feedUrl } from '../feed/feed.ts';
import type { AccountMessage } from '../feed/messages.ts';
import { AwaitedEnds } from '../history/awaited-ends.ts';
import { CLOSED_ORDERS_KEY } from '../history/closed-orders.ts';
import type { Told } from '../history/missed-ends.ts';
import { takeSettings } from '../market/instruments.ts';
import { askAfterJumps, takeHeldPrice } from '../market/price-sources.ts';
import { closingNotices } from '../notices/closing-notices.ts';
import { ConnectionNotice } from '../notices/connection-notice.ts';
import { GatheredNotices } from '../notices/gathered-notices.ts';
import { noticeManager, notify } from '../notices/notices.ts';
import {
  cancelledNotices,
  openedNotices,
  placedNotice,
  reducedNotice,
  untoldNotice,
} from '../notices/order-notices.ts';

/**
 * Connects the page to the feed for as long as it is open.
 *
 * @param userId of the signed-in user: null when nobody is signed in, undefined while that is not known.
 */
export function useFeed(instruments: readonly Instrument[], userId: string | null | undefined): void {
  const client = useQueryClient();
  const [feed, setFeed] = useState<Feed>();
  const [openings] = useState(() => new GatheredNotices(openedNotices));
  const [closings] = useState(() => new GatheredNotices(closingNotices));
  const [cancellations] = useState(() => new GatheredNotices(cancelledNotices));
  const [ends] = useState(() => {
    const onTold = ({ closings: closed, cancelled, reduced }: Told) => {
      for (const order of closed) closings.add(order);
      for (const order of cancelled) cancellations.add(order);
      for (const order of reduced) notify(reducedNotice(order));
    };
    return new AwaitedEnds(client, { onTold, onUntold: (count) => notify(untoldNotice(count)) });
  });

  const onAccountEvent = useEffectEvent((event: AccountMessage) => {
    if (event.type === 'created') openings.add(event);
    if (event.type === 'placed') notify(placedNotice(event));
    if (event.type === 'reduced') notify(reducedNotice(event));
    if (event.type === 'cancelled') {
      cancellations.add(event);
      ends.addCancelled(event);
    }
    if (event.type === 'closed') {
      closings.add(event);
      ends.addClosing(event);
    }
    if (event.type === 'snapshot') void client.invalidateQueries({ queryKey: CLOSED_ORDERS_KEY });
  });

  useEffect(() => {
    const connection = new ConnectionNotice();
    const opened = new Feed({
      url: feedUrl(),
      onMarketEvent: (event) =>
        void (event.type === 'instrument-set' ? takeSettings(client, event) : takeHeldPrice(client, event)),
      onAccountEvent: (event) => onAccountEvent(event),
      onMissed: (missed) => {
        for (const order of missed.opened) openings.add({ ...order, requestId: null });
        ends.addMissed(missed);
      },
      onOtherSession: () => void refreshSession(client),
      onNoAccount: () => void reopenAccount(),
      onConnection: (isConnected) => connection.tell(isConnected),
    });
    setFeed(opened);
    return () => {
      opened.close();
      connection.stop();
    };
  }, [client, ends, openings]);

  useEffect(() => askAfterJumps(client), [client]);
  useEffect(() => whenUnauthorized(() => void refreshSession(client)), [client]);
  useEffect(() => feed?.follow(instruments), [feed, instruments]);
  useEffect(() => {
    if (userId === undefined || feed === undefined) return;
    feed.followAccount(userId ?? undefined);
    return () => {
      // The next user must not see the notices and orders of this one.
      noticeManager.close();
      ends.forget();
      client.removeQueries({ queryKey: CLOSED_ORDERS_KEY });
    };
  }, [feed, userId, client, ends]);
}
