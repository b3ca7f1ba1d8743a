import { parseInstrument, type SetInstrument } from '@fulcrum/cfd';
import { KnownInstruments, loadInstruments } from '@fulcrum/instruments';
import type { CommandData } from '@fulcrum/protocol';
import { commandsBehind, snapshotOf } from './commands-behind-snapshot.ts';
import type { LogParts } from './log-parts.ts';

/** The settings of an instrument, as the engine gets them. */
export type Settings = Omit<CommandData<'set-instrument'>, 'requestId' | 'actor'>;

/**
 * The instruments by their assets as the log has them, whether an engine has applied them yet or not: at a first start
 * there is none.
 */
export async function instrumentsOfLog(parts: LogParts): Promise<Map<string, Settings>> {
  const known = new KnownInstruments();
  const checkpoint = await snapshotOf(parts);
  await loadInstruments(known, parts);
  const found = new Map<string, Settings>(known.all().map((settings) => [settings.asset, settings]));
  for await (const command of commandsBehind(parts, checkpoint, 'set-instrument')) {
    const settings = settingsOf(command);
    if (isWellFormed(settings) && isTaken(settings, found.get(settings.asset))) found.set(settings.asset, settings);
  }
  return found;
}

type Sent = Omit<SetInstrument, 'type' | 'requestId' | 'actor'>;

function settingsOf(command: SetInstrument): Sent {
  const { type: _type, requestId: _requestId, ...rest } = command;
  const { actor: _actor, ...settings } = rest as Sent & { readonly actor?: string };
  return settings;
}

/** Whether a setting that not all rules know holds what it should. */
function isWellFormed(settings: Sent): settings is Settings {
  return settings.guaranteedStopPpm !== 'malformed' && settings.minGuaranteedDistanceBps !== 'malformed';
}

/** Whether an engine takes the settings: the decimals of an instrument never change. */
function isTaken(settings: Settings, before: Settings | undefined): boolean {
  if (typeof parseInstrument(settings) === 'string') return false;
  const { priceDecimals, quantityDecimals } = before ?? settings;
  return settings.priceDecimals === priceDecimals && settings.quantityDecimals === quantityDecimals;
}
