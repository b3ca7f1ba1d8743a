import { type ComponentType, type LazyExoticComponent, lazy } from 'react';

export interface AccountPage {
  readonly title: string;
  readonly description?: string;
  /** Is loaded when somebody opens the page: who only trades does not wait for it. */
  readonly Content: LazyExoticComponent<ComponentType>;
}

/** It is also where a user is led who has not agreed to the terms yet. */
export const PROFILE_PAGE: AccountPage = {
  title: 'Profile',
  description: 'Who you are, where mail reaches you, and what you have agreed to.',
  Content: lazy(() => import('../profile/ProfilePage.tsx')),
};

/** The pages about a user's account, in the order in which the menu names them. */
export const ACCOUNT_PAGES: readonly AccountPage[] = [
  {
    title: 'Wallet',
    description:
      'A withdrawal leaves your free balance at once, and waits until it is paid out. Until then you may take it back.',
    Content: lazy(() => import('../wallet/WalletPage.tsx')),
  },
  {
    title: 'Trading',
    description: 'How you trade in this browser.',
    Content: lazy(() => import('../trade-preferences/TradePreferencesPage.tsx')),
  },
  {
    title: 'API keys',
    description:
      'With a key a program of yours reads your account, or trades as well. No key moves money or changes how you sign in.',
    Content: lazy(() => import('../keys/KeysPage.tsx')),
  },
  {
    title: 'Limits',
    description: 'What you may have open, and how much of it you use. You may set lower limits of your own, and pause.',
    Content: lazy(() => import('../limits/LimitsPage.tsx')),
  },
  {
    title: 'Security',
    Content: lazy(() => import('../account/security/SecurityPage.tsx')),
  },
  {
    title: 'Identity',
    description: 'Who you are has to be known before your money is paid out.',
    Content: lazy(() => import('../identity/IdentityPage.tsx')),
  },
  PROFILE_PAGE,
];

/** @returns undefined where there is no such page. */
export function accountPage(title: string): AccountPage | undefined {
  return ACCOUNT_PAGES.find((page) => page.title === title);
}
