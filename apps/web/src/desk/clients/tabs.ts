import type { ComponentType } from 'react';
import { ROLES, type Role } from '../me/me.ts';
import type { OfClient } from './client.ts';
import { ActionsTab } from './tabs/ActionsTab.tsx';
import { AgreementsTab } from './tabs/AgreementsTab.tsx';
import { IdentityTab } from './tabs/IdentityTab.tsx';
import { LedgerTab } from './tabs/LedgerTab.tsx';
import { NotesTab } from './tabs/NotesTab.tsx';
import { OrdersTab } from './tabs/OrdersTab.tsx';
import { OverviewTab } from './tabs/OverviewTab.tsx';
import { RefusalsTab } from './tabs/RefusalsTab.tsx';
import { SessionsTab } from './tabs/SessionsTab.tsx';
import { TradesTab } from './tabs/TradesTab.tsx';
import { TransfersTab } from './tabs/TransfersTab.tsx';

interface Tab {
  /** In the address: `#/clients/ID/orders`. */
  readonly name: string;
  readonly title: string;
  /** Whose role may read what it shows. */
  readonly roles: readonly Role[];
  readonly Content: ComponentType<OfClient>;
}

const NOT_DEALERS = ['support', 'compliance', 'admin'] as const;

/** The parts of a client's page. */
export const TABS: readonly Tab[] = [
  { name: 'overview', title: 'Overview', roles: ROLES, Content: OverviewTab },
  { name: 'orders', title: 'Positions and orders', roles: ROLES, Content: OrdersTab },
  { name: 'trades', title: 'Trades', roles: ROLES, Content: TradesTab },
  { name: 'ledger', title: 'Ledger', roles: ROLES, Content: LedgerTab },
  { name: 'transfers', title: 'Transfers', roles: ROLES, Content: TransfersTab },
  { name: 'refusals', title: 'Refusals', roles: ROLES, Content: RefusalsTab },
  { name: 'notes', title: 'Notes', roles: ROLES, Content: NotesTab },
  { name: 'identity', title: 'Identity', roles: NOT_DEALERS, Content: IdentityTab },
  { name: 'sessions', title: 'Sessions', roles: NOT_DEALERS, Content: SessionsTab },
  { name: 'actions', title: 'Actions', roles: ROLES, Content: ActionsTab },
  { name: 'agreements', title: 'Agreements', roles: ROLES, Content: AgreementsTab },
];
