import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef } from 'react';
import { tellOtherTabs, whenAnotherTabTells } from '../account/other-tabs.ts';
import { refreshSession, takeLeave } from '../account/session.ts';
import type { User } from '../api/session-schemas.ts';
import { serverNow } from '../clock/server-clock.ts';
import { noticeManager, notify } from '../notices/notices.ts';
import { forgetDrafts } from '../ticket/form/drafts.ts';

/** The pause after the session's end, until the server knows of it as well. */
const AFTER_MS = 500;

/** The longest timer. Browsers fire a longer one at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

const NOTICE = 'session';

/**
 * Handles a change of the session. All tabs of this browser are told, a tab that loses its session shows a notice, and
 * what one user has typed is gone before the next.
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
    // A page that has just been opened by a visitor has no change to tell.
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
