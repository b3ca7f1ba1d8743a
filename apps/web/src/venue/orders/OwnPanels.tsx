import { Tabs } from '@base-ui/react/tabs';
import { Button } from '../../ui/Button.tsx';
import panelStyles from '../../ui/Panels.module.css';
import { useVenue } from '../live/venue-store.ts';
import type { VenueMarket } from '../markets/venue-market.ts';
import { FillTable } from '../past/FillTable.tsx';
import { PastOrders } from '../past/PastOrders.tsx';
import { Balances } from './Balances.tsx';
import { OpenOrders } from './OpenOrders.tsx';
import styles from './OwnPanels.module.css';
import { useOpenOrders } from './own-orders.ts';

export interface OwnPanelsProps {
  readonly market: VenueMarket;
  readonly userId: string | null | undefined;
  readonly onSignIn: () => void;
}

/** The panels of a user's orders, open and past, fills and balances at the venue. */
export function OwnPanels({ market, userId, onSignIn }: OwnPanelsProps) {
  const open = useOpenOrders(userId ?? undefined).data?.length ?? 0;
  const isConnected = useVenue((state) => state.isConnected);
  const signInFirst = (
    <div className={panelStyles.empty}>
      <p>Sign in to trade here, with money for demonstration.</p>
      <Button onClick={onSignIn}>Sign in</Button>
    </div>
  );
  return (
    <Tabs.Root
      className={styles.panels}
      defaultValue="orders"
      data-live={isConnected}
      render={<section aria-label="Your spot trading" />}
    >
      <Tabs.List className={panelStyles.list}>
        <Tabs.Tab className={panelStyles.tab} value="orders">
          Open orders{open > 0 ? ` (${open})` : ''}
        </Tabs.Tab>
        <Tabs.Tab className={panelStyles.tab} value="past">
          Past orders
        </Tabs.Tab>
        <Tabs.Tab className={panelStyles.tab} value="fills">
          Fills
        </Tabs.Tab>
        <Tabs.Tab className={panelStyles.tab} value="balances">
          Balances
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel className={panelStyles.panel} value="orders">
        {userId ? <OpenOrders market={market} userId={userId} /> : signInFirst}
      </Tabs.Panel>
      <Tabs.Panel className={panelStyles.panel} value="past">
        {userId ? <PastOrders userId={userId} /> : signInFirst}
      </Tabs.Panel>
      <Tabs.Panel className={panelStyles.panel} value="fills">
        {userId ? <FillTable userId={userId} /> : signInFirst}
      </Tabs.Panel>
      <Tabs.Panel className={panelStyles.panel} value="balances">
        {userId ? <Balances userId={userId} /> : signInFirst}
      </Tabs.Panel>
    </Tabs.Root>
  );
}
