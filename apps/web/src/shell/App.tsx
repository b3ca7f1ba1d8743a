import type { Instrument } from '@fulcrum/cfd';
import { Fragment, useState } from 'react';
import { AccountBar } from '../account/AccountBar.tsx';
import { dismissCode, useAsksForCode } from '../account/code-needed.ts';
import { SignInDialog } from '../account/SignInDialog.tsx';
import { useSession } from '../account/session.ts';
import { useOrdersOf, usePendingOf } from '../account/use-account.ts';
import { PriceChart } from '../chart/PriceChart.tsx';
import { InstrumentList } from '../market/InstrumentList.tsx';
import { useInstruments } from '../market/instruments.ts';
import { Notices } from '../notices/Notices.tsx';
import { useSelected } from '../preferences/selection.ts';
import { useFollowingPreferences } from '../profile/use-following-preferences.ts';
import { Ticket } from '../ticket/Ticket.tsx';
import { useIsAtVenue } from '../venue/place.ts';
import { AgreementBanner } from './AgreementBanner.tsx';
import styles from './App.module.css';
import { Header } from './Header.tsx';
import { Panels } from './Panels.tsx';
import { Shortcuts } from './Shortcuts.tsx';
import { useFeed } from './use-feed.ts';
import { useSessionChanges } from './use-session-changes.ts';
import { VenuePage } from './VenuePage.tsx';

const NONE: readonly Instrument[] = [];

/** The whole screen. */
export function App() {
  const { data: session } = useSession();
  const { data: instruments = NONE, error } = useInstruments();
  const selected = useSelected(instruments);
  const [asksToSignIn, setAsksToSignIn] = useState(false);
  const asksForCode = useAsksForCode();
  const isAtVenue = useIsAtVenue();
  const isSignedIn = session === undefined ? undefined : session !== null;
  if (isSignedIn === true && asksToSignIn) setAsksToSignIn(false);
  const userId = session === undefined ? undefined : (session?.userId ?? null);
  useFeed(instruments, userId);
  useSessionChanges(session);
  useFollowingPreferences(session?.userId);
  const askToSignIn = () => setAsksToSignIn(true);
  const showSignIn = (isShown: boolean) => {
    setAsksToSignIn(isShown);
    if (!isShown) dismissCode();
  };
  return (
    <div className={styles.screen}>
      <Header instrument={isAtVenue ? undefined : selected} session={session} onSignIn={askToSignIn} />
      {session && <AgreementBanner key={session.userId} userId={session.userId} />}
      {isAtVenue ? (
        <VenuePage userId={userId} onSignIn={askToSignIn} />
      ) : (
        <>
          <AccountBar isSignedIn={isSignedIn === true} />
          <main className={styles.main}>
            <InstrumentList instruments={instruments} selected={selected?.asset} />
            {selected === undefined ? (
              <Waiting reason={error?.message} />
            ) : (
              // One key around both: with the same key on two siblings, React would leave old ones standing.
              <Fragment key={selected.asset}>
                <Chart instrument={selected} />
                <Ticket instrument={selected} isSignedIn={isSignedIn} onSignIn={askToSignIn} />
              </Fragment>
            )}
            <Shortcuts instruments={instruments} selected={selected} />
            <Panels instruments={instruments} isSignedIn={isSignedIn === true} onSignIn={askToSignIn} />
          </main>
        </>
      )}
      <SignInDialog isOpen={asksToSignIn || (asksForCode && session === null)} onOpenChange={showSignIn} />
      <Notices />
    </div>
  );
}

function Chart({ instrument }: { readonly instrument: Instrument }) {
  const orders = useOrdersOf(instrument.asset);
  const pending = usePendingOf(instrument.asset);
  return (
    <section className={styles.chart} aria-label="Chart">
      <PriceChart instrument={instrument} orders={orders} pending={pending} />
    </section>
  );
}

function Waiting({ reason }: { readonly reason: string | undefined }) {
  return (
    <section className={styles.chart} aria-busy="true" aria-label="Chart">
      <p className={styles.waiting}>{reason ?? 'Waiting for the instruments …'}</p>
    </section>
  );
}
