import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { VenueFeed } from '../live/venue-feed.ts';
import type { VenueMarket } from '../markets/venue-market.ts';
import { noteArrived } from '../orders/known-orders.ts';
import { forgetOwn, OwnLooks } from '../orders/own-orders.ts';
import { noteExpiry } from '../past/expiries.ts';
import { FillNotices } from '../past/fill-notices.ts';
import { forgetFills, takeFill } from '../past/fills.ts';
import { venueUrl } from '../place.ts';
import { keepSpotFormsOf } from '../ticket/spot-form.ts';

/**
 * Connects the view to the venue for as long as it is shown.
 *
 * @param userId undefined while nobody is signed in.
 */
export function useVenueFeed(market: VenueMarket | undefined, userId: string | undefined): VenueFeed | undefined {
  const client = useQueryClient();
  const [feed, setFeed] = useState<VenueFeed>();

  useEffect(() => {
    const looks = new OwnLooks(client);
    const notices = new FillNotices();
    const opened = new VenueFeed({
      url: venueUrl() ?? '',
      onOrderUpdate: (update) => {
        noteArrived(update);
        noteExpiry({ symbol: update.s, id: update.i }, update.R);
        takeFill(update);
        notices.add(update);
        looks.soon();
      },
      onOrdersBegin: () => looks.soon(),
    });
    setFeed(opened);
    return () => {
      opened.close();
      looks.stop();
      notices.stop();
      // Those that come from here on would be missing.
      forgetFills();
    };
  }, [client]);

  // The settings of a market change without its being another one.
  const [followed, setFollowed] = useState(market);
  if (followed?.asset !== market?.asset) setFollowed(market);
  useEffect(() => {
    if (followed !== undefined) feed?.followMarket(followed);
  }, [feed, followed]);

  useEffect(() => {
    feed?.followOrders(userId);
    if (userId === undefined) return;
    keepSpotFormsOf(userId);
    return () => {
      // The next user must not see what this one has.
      forgetFills();
      forgetOwn(client);
    };
  }, [feed, userId, client]);

  return feed;
}
