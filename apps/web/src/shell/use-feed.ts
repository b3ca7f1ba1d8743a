import type { Instrument } from '@fulcrum/cfd';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { refreshSession, reopenAccount } from '../account/session.ts';
import { whenUnauthorized } from '../api/client.ts';
import { Feed, feedUrl } from '../feed/feed.ts';
import type { AccountMessage } from '../feed/messages.ts';
import { AwaitedClosings } from '../history/awaited-closings.ts';
import { CLOSED_ORDERS_KEY } from '../history/closed-orders.ts';
import { takeSettings } from '../market/instruments.ts';
import { askAfterJumps, takeHeldPrice } from '../market/price-sources.ts';
import { closingNotices } from '../notices/closing-notices.ts';
import { ConnectionNotice } from '../notices/connection-notice.ts';
import { GatheredNotices } from '../notices/gathered-notices.ts';
import { noticeManager, notify } from '../notices/notices.ts';
import { cancelledNotices, openedNotice, placedNotice, reducedNotice } from '../notices/order-notices.ts';

/**
 * Connects the page to the feed for as long as it is open.
 *
 * @param userId of the signed-in user: null when nobody is signed in, undefined while that is not known.
 */
export function useFeed(instruments: readonly Instrument[], userId: string | null | undefined): void {
  const client = useQueryClient();
  const [feed, setFeed] = useState<Feed>();
  const [notices] = useState(() => new GatheredNotices(closingNotices));
  const [cancellations] = useState(() => new GatheredNotices(cancelledNotices));
  const [closings] = useState(() => new AwaitedClosings(client, (order) => notices.add(order)));

  const onAccountEvent = useEffectEvent((event: AccountMessage) => {
    if (event.type === 'created') notify(openedNotice(event));
    if (event.type === 'placed') notify(placedNotice(event));
    if (event.type === 'reduced') notify(reducedNotice(event));
    if (event.type === 'cancelled') cancellations.add(event);
    if (event.type === 'closed') {
      notices.add(event);
      closings.add(event);
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
      onMissedClosings: (orderIds) => {
        for (const orderId of orderIds) closings.addMissed(orderId);
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
  }, [client, closings]);

  useEffect(() => askAfterJumps(client), [client]);
  useEffect(() => whenUnauthorized(() => void refreshSession(client)), [client]);
  useEffect(() => feed?.follow(instruments), [feed, instruments]);
  useEffect(() => {
    if (userId === undefined || feed === undefined) return;
    feed.followAccount(userId ?? undefined);
    return () => {
      // The next user must not see the notices and orders of this one.
      noticeManager.close();
      closings.forget();
      client.removeQueries({ queryKey: CLOSED_ORDERS_KEY });
    };
  }, [feed, userId, client, closings]);
}
