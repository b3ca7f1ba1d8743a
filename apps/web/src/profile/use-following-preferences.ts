import { useEffect } from 'react';
import { followPreferences } from './follow-preferences.ts';
import { preferenceStore } from './profile.ts';

/** Lets the choices follow whoever is signed in. Without a session they stay in this browser alone. */
export function useFollowingPreferences(userId: string | undefined): void {
  useEffect(() => (userId === undefined ? undefined : followPreferences(preferenceStore)), [userId]);
}
