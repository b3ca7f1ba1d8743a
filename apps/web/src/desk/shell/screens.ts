import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { Role } from '../me/me.ts';

export interface DeskScreen {
  /** In the address: `#/staff`. */
  readonly name: string;
  readonly title: string;
  /** Who finds it in the navigation: those whose role may read what it shows. */
  readonly roles: readonly Role[];
  /** Is loaded when somebody goes there. */
  readonly Content: LazyExoticComponent<ComponentType>;
}

const ALL = ['support', 'dealer', 'compliance', 'admin'] as const;

/** The screens of the desk, in the order in which the navigation names them. The first that somebody may see is theirs. */
export const SCREENS: readonly DeskScreen[] = [
  {
    ...{ name: 'clients', title: 'Clients', roles: ALL },
    Content: lazy(() => import('../clients/ClientsScreen.tsx')),
  },
  {
    ...{ name: 'money', title: 'Money', roles: ALL },
    Content: lazy(() => import('../money/MoneyScreen.tsx')),
  },
  {
    ...{ name: 'identity', title: 'Identity', roles: ['support', 'compliance', 'admin'] },
    Content: lazy(() => import('../identity/IdentityScreen.tsx')),
  },
  {
    ...{ name: 'risk', title: 'Risk', roles: ['dealer', 'compliance', 'admin'] },
    Content: lazy(() => import('../risk/RiskScreen.tsx')),
  },
  {
    ...{ name: 'instruments', title: 'Instruments', roles: ALL },
    Content: lazy(() => import('../instruments/InstrumentsScreen.tsx')),
  },
  {
    ...{ name: 'approvals', title: 'Approvals', roles: ALL },
    Content: lazy(() => import('../approvals/ApprovalsScreen.tsx')),
  },
  {
    ...{ name: 'audit', title: 'Audit', roles: ['compliance', 'admin'] },
    Content: lazy(() => import('../audit/AuditScreen.tsx')),
  },
  {
    ...{ name: 'staff', title: 'Staff', roles: ALL },
    Content: lazy(() => import('../staff/StaffScreen.tsx')),
  },
];
