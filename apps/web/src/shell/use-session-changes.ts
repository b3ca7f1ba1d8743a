import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef } from 'react';
import { tellOtherTabs, whenAnotherTabTells } from '../account/other-tabs.ts';
import { refreshSession, takeLeave } from '../account/session.ts';
import type { User } from '../api/schemas.ts';
import { serverNow } from '../clock/server-clock.ts';
import { noticeManager, notify } from '../notices/notices.ts';
import { forgetDrafts } from '../ticket/form/drafts.ts';

/** A moment after its end, when also the server knows that it is over. */
const AFTER_MS = 500;

/** Browsers take a longer time for none at all. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

const NOTICE = 'session';

/**
 * Attends to whoever is signed in becoming another: all tabs of this browser learn it, one that loses its session says
 * so, and what one user has typed is not there for the next.
 */
export function useSessionChanges(session: User | null | undefined): void {
  const client = useQueryClient();
  const lastUser = useRef<string>(undefined);
  const isSignedIn = useRef(false);
  const [userId, expiresAt] = [session === undefined ? undefined : (session?.userId ?? null), session?.expiresAt];

  useEffect(() => whenAnotherTabTells(() => void refreshSession(client)), [client]);

  useEffect(() => {
    if (expiresAt === undefined) return;
    const leftMs = Math.max(0, expiresAt - serverNow()) + AFTER_MS;
    const timer = setTimeout(() => void refreshSession(client), Math.min(leftMs, LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  }, [client, expiresAt]);

  const changed = useEffectEvent((to: string | null) => {
    if (to === null) {
      if (!takeLeave() && isSignedIn.current) sayEnded();
    } else {
      noticeManager.close(NOTICE);
      if (lastUser.current !== undefined && lastUser.current !== to) forgetDrafts();
      lastUser.current = to;
    }
    // A visitor's page that has just been opened has nothing to tell.
    if (to !== null || isSignedIn.current) tellOtherTabs();
    isSignedIn.current = to !== null;
  });
  useEffect(() => {
    if (userId !== undefined) changed(userId);
  }, [userId]);
}

function sayEnded(): void {
  const text = 'Your session has ended. Open positions stay open: sign in again to see them.';
  notify({ kind: 'warn', title: 'You are signed out', text, forMs: 0, key: NOTICE });
}
