import { SETTINGS_RULES } from '@fulcrum/cfd';
import { uuid } from '@fulcrum/protocol';
import { z } from 'zod';
import { type Rights, rightsOfLog } from '../log-state/rights-of-log.ts';
import type { EngineKind } from './kind.ts';

/** From the most rights to none. */
const ORDER: readonly Rights[] = ['full', 'close_only', 'none'];

/** Whether an account would have more rights than before. */
export function givesRights(before: Rights, after: Rights): boolean {
  return ORDER.indexOf(after) < ORDER.indexOf(before);
}

const restricted = z.object({ userId: uuid, rights: z.enum(['close_only', 'none']) });
const restored = z.object({ userId: uuid, rights: z.enum(['full', 'close_only']) });

interface RightsData {
  readonly userId: string;
  readonly rights: Rights;
}

const common = {
  subject: ({ userId }: RightsData) => userId,
  userId: ({ userId }: RightsData) => userId,
  rules: () => SETTINGS_RULES,
  command: ({ data: { userId, rights } }: { readonly data: RightsData }) => ({
    type: 'set-account' as const,
    data: { userId, rights },
  }),
};

const present = async (...[parts, { userId }]: [Parameters<typeof rightsOfLog>[0], RightsData]) => ({
  rights: await rightsOfLog(parts, userId),
});

/** One person takes rights away. It gives none back, also where others took more away meanwhile. */
export const restrictAccount: EngineKind<z.output<typeof restricted>> = {
  ...common,
  data: restricted,
  replaces: {
    present,
    hindrance: (now, { rights }) =>
      givesRights((now as RightsData).rights, rights)
        ? { code: 'changed_meanwhile', message: 'The account has fewer rights than these by now.' }
        : undefined,
  },
};

export const restoreAccount: EngineKind<z.output<typeof restored>> = {
  ...common,
  data: restored,
  replaces: { present },
};
