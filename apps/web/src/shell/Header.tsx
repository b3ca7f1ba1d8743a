import { Menu } from '@base-ui/react/menu';
import type { Instrument } from '@fulcrum/cfd';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { SecurityDialog } from '../account/security/SecurityDialog.tsx';
import { refreshSession, signOut } from '../account/session.ts';
import { ApiError } from '../api/client.ts';
import { publicPath } from '../api/public-path.ts';
import type { User } from '../api/schemas.ts';
import { KeysDialog } from '../keys/KeysDialog.tsx';
import { MarketStats } from '../market/MarketStats.tsx';
import { notify } from '../notices/notices.ts';
import { useTheme } from '../preferences/theme.ts';
import { Button } from '../ui/Button.tsx';
import menuStyles from '../ui/Menu.module.css';
import { WalletDialog } from '../wallet/WalletDialog.tsx';
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
      <div className={styles.market}>{instrument !== undefined && <MarketStats instrument={instrument} />}</div>
      <ThemeButton />
      {session === null && <Button onClick={onSignIn}>Sign in</Button>}
      {session && <UserMenu email={session.email} />}
    </header>
  );
}

function ThemeButton() {
  const [theme, choose] = useTheme();
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <Button
      look="quiet"
      aria-label={`Switch to ${other} theme`}
      title={`Switch to ${other} theme`}
      onClick={() => choose(other)}
    >
      {theme === 'dark' ? '☀' : '☾'}
    </Button>
  );
}

function UserMenu({ email }: { readonly email: string }) {
  const client = useQueryClient();
  const [showsWallet, setShowsWallet] = useState(false);
  const [showsKeys, setShowsKeys] = useState(false);
  const [isSecurityOpen, setIsSecurityOpen] = useState(false);
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
      <SecurityDialog isOpen={isSecurityOpen} onOpenChange={setIsSecurityOpen} />
      <Menu.Root>
        <Menu.Trigger className={styles.user}>
          <span className={styles.email}>{email}</span> ▾
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className={menuStyles.positioner} sideOffset={6} align="end">
            <Menu.Popup className={menuStyles.menu}>
              <Menu.Item className={menuStyles.item} onClick={() => setShowsWallet(true)}>
                Wallet
              </Menu.Item>
              <Menu.Item className={menuStyles.item} render={<a href={`${publicPath()}/docs/`}>API documentation</a>} />
              <Menu.Item className={menuStyles.item} onClick={() => setShowsKeys(true)}>
                API keys
              </Menu.Item>
              <Menu.Item className={menuStyles.item} onClick={() => setIsSecurityOpen(true)}>
                Security
              </Menu.Item>
              <Menu.Item className={menuStyles.item} onClick={leave}>
                Sign out
              </Menu.Item>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      <WalletDialog isOpen={showsWallet} onOpenChange={setShowsWallet} />
      <KeysDialog isOpen={showsKeys} onOpenChange={setShowsKeys} />
    </>
  );
}
