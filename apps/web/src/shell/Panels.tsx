import { Tabs } from '@base-ui/react/tabs';
import type { Instrument } from '@fulcrum/cfd';
import { lazy, type ReactNode, Suspense } from 'react';
import { useOrderIds, usePendingIds } from '../account/use-account.ts';
import { PositionsPanel } from '../positions/PositionsPanel.tsx';
import { type PanelTab, showTab, usePanelTab } from '../preferences/panel-tab.ts';
import { Button } from '../ui/Button.tsx';
import { LoadFailure } from '../ui/loading/LoadFailure.tsx';
import { Message } from '../ui/Message.tsx';
import panelStyles from '../ui/Panels.module.css';
import styles from './Panels.module.css';

/** Are loaded when somebody looks at them: the first view shows the positions. */
const PendingPanel = lazy(() => import('../pending/PendingPanel.tsx'));
const HistoryPanel = lazy(() => import('../history/HistoryPanel.tsx'));
const PerformancePanel = lazy(() => import('../performance/PerformancePanel.tsx'));

export interface PanelsProps {
  readonly instruments: readonly Instrument[];
  readonly isSignedIn: boolean;
  readonly onSignIn: () => void;
}

/** The panels of positions, pending orders, history and performance. */
export function Panels({ instruments, isSignedIn, onSignIn }: PanelsProps) {
  const open = useOrderIds().length;
  const waiting = usePendingIds().length;
  const tab = usePanelTab();
  const panel = (value: PanelTab, content: ReactNode) => (
    <Tabs.Panel className={panelStyles.panel} value={value}>
      {isSignedIn ? <Loaded>{content}</Loaded> : <SignInFirst onSignIn={onSignIn} />}
    </Tabs.Panel>
  );
  return (
    <Tabs.Root
      className={styles.panels}
      value={tab}
      onValueChange={(to: PanelTab) => showTab(to)}
      render={<section aria-label="Your trading" />}
    >
      <Tabs.List className={panelStyles.list}>
        <Tabs.Tab className={panelStyles.tab} value="positions">
          Positions{open > 0 ? ` (${open})` : ''}
        </Tabs.Tab>
        <Tabs.Tab className={panelStyles.tab} value="pending">
          Orders{waiting > 0 ? ` (${waiting})` : ''}
        </Tabs.Tab>
        <Tabs.Tab className={panelStyles.tab} value="history">
          History
        </Tabs.Tab>
        <Tabs.Tab className={panelStyles.tab} value="performance">
          Performance
        </Tabs.Tab>
      </Tabs.List>
      {panel('positions', <PositionsPanel instruments={instruments} />)}
      {panel('pending', <PendingPanel instruments={instruments} />)}
      {panel('history', <HistoryPanel instruments={instruments} />)}
      {panel('performance', <PerformancePanel instruments={instruments} />)}
    </Tabs.Root>
  );
}

/** Stands in for a panel while it is loaded, and if it does not come. */
function Loaded({ children }: { readonly children: ReactNode }) {
  return (
    <LoadFailure>
      <Suspense fallback={<Message text="Loading …" />}>{children}</Suspense>
    </LoadFailure>
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
