import { useSelected } from '../../preferences/selection.ts';
import { Message } from '../../ui/Message.tsx';
import { OrderBook } from '../ladder/OrderBook.tsx';
import { useVenue } from '../live/venue-store.ts';
import { useVenueMarkets } from '../markets/markets.ts';
import type { VenueMarket } from '../markets/venue-market.ts';
import { OwnPanels } from '../orders/OwnPanels.tsx';
import { TradeTape } from '../tape/TradeTape.tsx';
import { SpotTicket } from '../ticket/SpotTicket.tsx';
import { MarketBar } from './MarketBar.tsx';
import { useVenueFeed } from './use-venue-feed.ts';
import { VenueBanner } from './VenueBanner.tsx';
import styles from './VenueView.module.css';

export interface VenueViewProps {
  /** Of the signed-in user: null when nobody is signed in, undefined while that is not known. */
  readonly userId: string | null | undefined;
  readonly onSignIn: () => void;
}

const NONE: readonly VenueMarket[] = [];

/** The venue: its book and trades, and spot trading there. */
export default function VenueView(props: VenueViewProps) {
  const { data: markets = NONE, error } = useVenueMarkets();
  const market = useSelected(markets);
  const feed = useVenueFeed(market, props.userId ?? undefined);
  const isConnected = useVenue((state) => state.isConnected);
  return (
    <>
      <VenueBanner isDown={isConnected === false || (error !== null && markets.length === 0)} />
      {market === undefined ? (
        <Message text="Waiting for the venue’s markets …" />
      ) : (
        <main className={styles.venue}>
          <MarketBar markets={markets} market={market} />
          <OrderBook
            key={`book ${market.asset}`}
            market={market}
            userId={props.userId ?? undefined}
            onLevels={feed?.showLevels}
          />
          <TradeTape market={market} />
          <SpotTicket key={`ticket ${market.asset}`} market={market} {...props} />
          <OwnPanels market={market} {...props} />
        </main>
      )}
    </>
  );
}
