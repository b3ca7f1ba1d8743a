import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef } from 'react';
import { tellOtherTabs, whenAnotherTabTells } from '../../account/other-tabs.ts';
import { refreshSession } from '../../account/session.ts';
import { whenUnauthorized } from '../../api/client.ts';
import type { User } from '../../api/session-schemas.ts';
import { refreshAdmission } from '../me/me.ts';

/** The pause after the session's end, until the server knows of it as well. */
const AFTER_MS = 500;

/** The longest timer. Browsers fire a longer one at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Asks again who is signed in, at each sign that this has changed. What one user has seen is gone before the next. */
export function useSessionWatch(session: User | null | undefined): void {
  const client = useQueryClient();
  const lastUser = useRef<string | null>(undefined);
  const [userId, expiresAt] = [session === undefined ? undefined : (session?.userId ?? null), session?.expiresAt];
  useEffect(() => whenAnotherTabTells(() => void refreshSession(client)), [client]);
  useEffect(() => whenUnauthorized(() => void refreshSession(client)), [client]);
  useEffect(() => {
    if (expiresAt === undefined) return;
    const leftMs = Math.max(0, expiresAt - Date.now()) + AFTER_MS;
    const timer = setTimeout(() => void refreshSession(client), Math.min(leftMs, LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  }, [client, expiresAt]);
  const changed = useEffectEvent((to: string | null) => {
    if (lastUser.current !== undefined) {
      client.removeQueries({ queryKey: ['desk'], predicate: ({ queryKey }) => queryKey[1] !== 'me' });
      void refreshAdmission(client);
    }
    if (to !== null || lastUser.current) tellOtherTabs();
    lastUser.current = to;
  });
  useEffect(() => {
    if (userId !== undefined) changed(userId);
  }, [userId]);
}
