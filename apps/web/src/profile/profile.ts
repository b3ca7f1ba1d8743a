import { type QueryKey, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { call } from '../api/client.ts';
import {
  agreementsAnswer,
  emailChangeAnswer,
  notificationsAnswer,
  preferencesAnswer,
  profileAnswer,
} from '../api/schemas.ts';
import type { PreferenceStore } from './follow-preferences.ts';

/** What a user says of themselves, and how they want things to be. */

export type Profile = z.infer<typeof profileAnswer>;
export type ProfileChange = Partial<Omit<Profile, 'email'>>;
export type Notifications = z.infer<typeof notificationsAnswer>;
export type Agreements = z.infer<typeof agreementsAnswer>;

const PROFILE = '/account/profile';
const NOTIFICATIONS = '/account/notifications';
const AGREEMENTS = '/account/agreements';

export const preferenceStore: PreferenceStore = {
  read: async (signal) =>
    (await call({ path: '/account/preferences', schema: preferencesAnswer, signal })).data.preferences,
  write: async (body, signal) => {
    await call({ method: 'PUT', path: '/account/preferences', body, schema: preferencesAnswer, signal });
  },
};

export function useProfile() {
  return useAnswer(PROFILE, profileAnswer);
}

export function useChangeProfile() {
  return useChange<ProfileChange, typeof profileAnswer>(PROFILE, 'PATCH', profileAnswer);
}

export function useNotifications() {
  return useAnswer(NOTIFICATIONS, notificationsAnswer);
}

export function useChangeNotifications() {
  return useChange<Notifications, typeof notificationsAnswer>(NOTIFICATIONS, 'PUT', notificationsAnswer);
}

/** @param userId whose they are. Nothing is asked while nobody is signed in. */
export function useAgreements(userId: string | undefined) {
  return useQuery({
    queryKey: [AGREEMENTS, userId],
    queryFn: async ({ signal }) => (await call({ path: AGREEMENTS, schema: agreementsAnswer, signal })).data,
    enabled: userId !== undefined,
    staleTime: 600_000,
  });
}

export function useAgree(userId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (body: Pick<Agreements['documents'][number], 'document' | 'version'>) =>
      (await call({ method: 'POST', path: AGREEMENTS, body, schema: agreementsAnswer })).data,
    onSuccess: (agreements) => client.setQueryData([AGREEMENTS, userId], agreements),
    // Another version may have come meanwhile.
    onError: () => client.invalidateQueries({ queryKey: [AGREEMENTS] }),
  });
}

export async function askForEmailChange(body: { readonly email: string; readonly presentPassword?: string }) {
  return (await call({ method: 'POST', path: '/account/email', body, schema: emailChangeAnswer })).data;
}

/** They are forgotten when nothing shows them, so that the next user never sees them. */
function useAnswer<Schema extends z.ZodType>(path: string, schema: Schema) {
  const queryKey: QueryKey = [path];
  return useQuery({
    queryKey,
    queryFn: async ({ signal }) => (await call({ path, schema, signal })).data,
    gcTime: 0,
  });
}

function useChange<Body, Schema extends z.ZodType>(path: string, method: 'PUT' | 'PATCH', schema: Schema) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (body: Body) => (await call({ method, path, body, schema })).data,
    onSuccess: (answer) => client.setQueryData([path], answer),
  });
}
