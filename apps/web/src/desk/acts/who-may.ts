import { type Me, type Role, useMe } from '../me/me.ts';
import type { ActionKind } from './action.ts';

/** Something that somebody may do, or ask for where it takes two. */
export type Act = Me['acts'][number];

/** Undefined where who sits at the desk may not ask for it. What the screen hides the API refuses as well. */
export function useAct(kind: ActionKind): Act | undefined {
  return useMe().acts.find((act) => act.kind === kind);
}

/** Several roles as people say them. */
export function rolesText(roles: readonly Role[]): string {
  return new Intl.ListFormat('en', { type: 'disjunction' }).format(roles);
}
