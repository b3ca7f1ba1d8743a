import type { Instrument } from '@fulcrum/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { refreshSession } from '../account/session.ts';
import { Feed, feedUrl } from '../feed/feed.ts';
import type { AccountMessage } from '../feed/messages.ts';
import { AwaitedClosings } from '../history/awaited-closings.ts';
import { CLOSED_ORDERS_KEY } from '../history/closed-orders.ts';
import { noticeOf } from '../notices/account-notices.ts';
import { connectionNotice } from '../notices/connection-notice.ts';
import { notify } from '../notices/notices.ts';

/** Connects the page to the feed for as long as it is open. */
export function useFeed(instruments: readonly Instrument[], isSignedIn: boolean | undefined): void {
  const client = useQueryClient();
  const [feed, setFeed] = useState<Feed>();
  const [closings] = useState(() => new AwaitedClosings(client));

  const onAccountEvent = useEffectEvent((event: AccountMessage) => {
    const notice = noticeOf(event);
    if (notice !== undefined) notify(notice);
    if (event.type === 'closed') closings.add(event.orderId);
    if (event.type === 'snapshot') void client.invalidateQueries({ queryKey: CLOSED_ORDERS_KEY });
  });
  const onAccountEnded = useEffectEvent((code: string) => {
    if (code === 'unauthorized') void refreshSession(client);
  });

  useEffect(() => {
    const opened = new Feed({
      url: feedUrl(),
      onAccountEvent: (event) => onAccountEvent(event),
      onAccountEnded: (code) => onAccountEnded(code),
      onConnection: connectionNotice(),
    });
    setFeed(opened);
    return () => opened.close();
  }, []);

  useEffect(() => feed?.follow(instruments), [feed, instruments]);
  useEffect(() => {
    if (isSignedIn !== undefined) feed?.followAccount(isSignedIn);
  }, [feed, isSignedIn]);
}
