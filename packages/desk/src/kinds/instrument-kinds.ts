import { FIRST_RULES, type Mode, WORDS } from '@fulcrum/cfd';
import { assert } from '@fulcrum/log';
import { assetName } from '@fulcrum/protocol';
import { z } from 'zod';
import { canonical } from '../actions/canonical.ts';
import { instrumentsOfLog, type Settings } from '../log-state/instruments-of-log.ts';
import type { LogParts } from '../log-state/log-parts.ts';
import { instrumentSettings } from './instrument-settings.ts';
import type { EngineKind } from './kind.ts';

/** Whether a market would be open to more than before. */
export function opensMarket(before: Mode, after: Mode): boolean {
  return WORDS.mode.indexOf(after) < WORDS.mode.indexOf(before);
}

/** Whether nothing changes but that a market is open to less. One person may do that. */
export function isHalting(before: Settings | undefined, after: Settings): boolean {
  if (before === undefined) return false;
  const [modeBefore, modeAfter] = [before.mode ?? 'open', after.mode ?? 'open'];
  if (modeBefore === modeAfter || opensMarket(modeBefore, modeAfter)) return false;
  return canonical({ ...before, mode: modeAfter }) === canonical({ ...after, mode: modeAfter });
}

const present = async (parts: LogParts, { asset }: { readonly asset: string }) =>
  (await instrumentsOfLog(parts)).get(asset);

const halt = z.object({ asset: assetName, mode: z.enum(['close_only', 'closed']) });

/** All other settings stay as they are when it is carried out. */
export const haltInstrument: EngineKind<z.output<typeof halt>> = {
  data: halt,
  subject: ({ asset }) => asset,
  rules: () => FIRST_RULES,
  replaces: {
    present,
    hindrance: (now, { asset, mode }) => {
      const settings = now as Settings | undefined;
      if (settings === undefined) return { code: 'unknown_asset', message: `There is no instrument ${asset}.` };
      return opensMarket(settings.mode ?? 'open', mode)
        ? { code: 'changed_meanwhile', message: `${asset} is ${settings.mode} by now.` }
        : undefined;
    },
  },
  command: ({ data: { mode }, present: now }) => {
    assert(now !== undefined, 'an instrument that is halted is there');
    return { type: 'set-instrument', data: { ...(now as Settings), mode } };
  },
};

/** All settings: what is absent has its default. */
export const setInstrument: EngineKind<z.output<typeof instrumentSettings>> = {
  data: instrumentSettings,
  subject: ({ asset }) => asset,
  rules: () => FIRST_RULES,
  replaces: { present },
  command: ({ data }) => ({ type: 'set-instrument', data }),
};
