import { Menu } from '@base-ui/react/menu';
import type { Instrument } from '@fulcrum/cfd';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { refreshSession, signOut } from '../account/session.ts';
import { AccountPageDialog } from '../account-pages/AccountPageDialog.tsx';
import { ACCOUNT_PAGES, type AccountPage } from '../account-pages/account-pages.ts';
import { ApiError } from '../api/client.ts';
import { publicPath } from '../api/public-path.ts';
import type { User } from '../api/session-schemas.ts';
import { MarketStats } from '../market/MarketStats.tsx';
import { notify } from '../notices/notices.ts';
import { ThemeButton } from '../preferences/ThemeButton.tsx';
import { Button } from '../ui/Button.tsx';
import menuStyles from '../ui/Menu.module.css';
import { useIsAtVenue, VENUE_HASH, venueUrl } from '../venue/place.ts';
import styles from './Header.module.css';

export interface HeaderProps {
  readonly instrument: Instrument | undefined;
  readonly session: User | null | undefined;
  readonly onSignIn: () => void;
}

export function Header({ instrument, session, onSignIn }: HeaderProps) {
  return (
    <header className={styles.header}>
      <h1 className={styles.name}>Fulcrum</h1>
      {venueUrl() !== undefined && <Places />}
      <div className={styles.market}>{instrument !== undefined && <MarketStats instrument={instrument} />}</div>
      <ThemeButton />
      {session === null && <Button onClick={onSignIn}>Sign in</Button>}
      {session && <UserMenu email={session.email} />}
    </header>
  );
}

/** The two places to trade at. */
function Places() {
  const isAtVenue = useIsAtVenue();
  return (
    <nav className={styles.places} aria-label="Trading">
      <a href="#cfds" aria-current={!isAtVenue}>
        CFDs
      </a>
      <a href={VENUE_HASH} aria-current={isAtVenue}>
        Spot
      </a>
    </nav>
  );
}

function UserMenu({ email }: { readonly email: string }) {
  const client = useQueryClient();
  const [page, setPage] = useState<AccountPage>();
  const [isPageOpen, setIsPageOpen] = useState(false);
  const open = (chosen: AccountPage) => {
    setPage(chosen);
    setIsPageOpen(true);
  };
  const leave = async () => {
    try {
      await signOut();
      await refreshSession(client);
    } catch (error) {
      // The session was over already.
      if (error instanceof ApiError && error.status === 401) return;
      notify({ kind: 'warn', title: 'You are still signed in', text: (error as Error).message });
    }
  };
  return (
    <>
      <Menu.Root>
        <Menu.Trigger className={styles.user}>
          <span className={styles.email}>{email}</span> ▾
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className={menuStyles.positioner} sideOffset={6} align="end">
            <Menu.Popup className={menuStyles.menu}>
              {ACCOUNT_PAGES.map((listed) => (
                <Menu.Item key={listed.title} className={menuStyles.item} onClick={() => open(listed)}>
                  {listed.title}
                </Menu.Item>
              ))}
              <Menu.Item className={menuStyles.item} render={<a href={`${publicPath()}/docs/`}>API documentation</a>} />
              <Menu.Item className={menuStyles.item} onClick={leave}>
                Sign out
              </Menu.Item>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      {page !== undefined && <AccountPageDialog page={page} isOpen={isPageOpen} onOpenChange={setIsPageOpen} />}
    </>
  );
}
