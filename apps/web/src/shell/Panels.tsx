import { Tabs } from '@base-ui/react/tabs';
import type { Instrument } from '@fulcrum/cfd';
import { useOrderIds } from '../account/use-account.ts';
import { HistoryPanel } from '../history/HistoryPanel.tsx';
import { PerformancePanel } from '../performance/PerformancePanel.tsx';
import { PositionsPanel } from '../positions/PositionsPanel.tsx';
import { Button } from '../ui/Button.tsx';
import panelStyles from '../ui/Panels.module.css';
import styles from './Panels.module.css';

export interface PanelsProps {
  readonly instruments: readonly Instrument[];
  readonly isSignedIn: boolean;
  readonly onSignIn: () => void;
}

/** The panels of positions, history and performance. */
export function Panels({ instruments, isSignedIn, onSignIn }: PanelsProps) {
  const open = useOrderIds().length;
  return (
    <Tabs.Root className={styles.panels} defaultValue="positions" render={<section aria-label="Your trading" />}>
      <Tabs.List className={panelStyles.list}>
        <Tabs.Tab className={panelStyles.tab} value="positions">
          Positions{open > 0 ? ` (${open})` : ''}
        </Tabs.Tab>
        <Tabs.Tab className={panelStyles.tab} value="history">
          History
        </Tabs.Tab>
        <Tabs.Tab className={panelStyles.tab} value="performance">
          Performance
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel className={panelStyles.panel} value="positions">
        {isSignedIn ? <PositionsPanel instruments={instruments} /> : <SignInFirst onSignIn={onSignIn} />}
      </Tabs.Panel>
      <Tabs.Panel className={panelStyles.panel} value="history">
        {isSignedIn ? <HistoryPanel instruments={instruments} /> : <SignInFirst onSignIn={onSignIn} />}
      </Tabs.Panel>
      <Tabs.Panel className={panelStyles.panel} value="performance">
        {isSignedIn ? <PerformancePanel instruments={instruments} /> : <SignInFirst onSignIn={onSignIn} />}
      </Tabs.Panel>
    </Tabs.Root>
  );
}

function SignInFirst({ onSignIn }: { readonly onSignIn: () => void }) {
  return (
    <div className={panelStyles.empty}>
      <p>Sign in to see your positions and what came of them.</p>
      <Button onClick={onSignIn}>Sign in</Button>
    </div>
  );
}
