import { randomUUID } from 'node:crypto';
import { parseInstrument, type SetInstrument } from '@fulcrum/cfd';
import { readCheckpoint } from '@fulcrum/db';
import { KnownInstruments, loadInstruments } from '@fulcrum/instruments';
import { type CommandData, decodeCommand, decodeEvents } from '@fulcrum/protocol';
import { Appender, endOfStream, entriesAfter, follow } from '@fulcrum/streams';
import type { LogParts } from '../log/log-parts.ts';
import type { Settings } from './instrument-file.ts';

/**
 * The instruments by their assets as the log has them, whether an engine has applied them yet or not: at a first start
 * there is none.
 */
export async function instrumentsOfLog({ db, redis, keys }: LogParts): Promise<Map<string, Settings>> {
  const known = new KnownInstruments();
  const checkpoint = await readCheckpoint(db, keys.shard, 'engine');
  await loadInstruments(known, { db, redis, keys });
  const found = new Map<string, Settings>(known.all().map((settings) => [settings.asset, settings]));
  for await (const { fields } of entriesAfter(redis, keys.engine, checkpoint)) {
    if (fields.type !== 'set-instrument') continue;
    const command = decodeCommand(fields.type, fields.data ?? '');
    if (command.type !== 'set-instrument') continue;
    const { type: _type, requestId: _requestId, ...settings } = command;
    if (isWellFormed(settings) && isTaken(settings, found.get(settings.asset))) found.set(settings.asset, settings);
  }
  return found;
}

/** Whether a setting that not all rules know holds what it should. */
function isWellFormed(settings: Omit<SetInstrument, 'type' | 'requestId'>): settings is Settings {
  return settings.guaranteedStopPpm !== 'malformed' && settings.minGuaranteedDistanceBps !== 'malformed';
}

/** Whether an engine takes the settings: the decimals of an instrument never change. */
function isTaken(settings: Settings, before: Settings | undefined): boolean {
  if (typeof parseInstrument(settings) === 'string') return false;
  const { priceDecimals, quantityDecimals } = before ?? settings;
  return settings.priceDecimals === priceDecimals && settings.quantityDecimals === quantityDecimals;
}

/** Sets the instruments that the log does not know yet. Doing it twice changes nothing. */
export async function setMissing(parts: LogParts, wanted: readonly Settings[]): Promise<string[]> {
  const known = await instrumentsOfLog(parts);
  const missing = wanted.filter(({ asset }) => !known.has(asset));
  for (const settings of missing) await append(parts, settings);
  return missing.map(({ asset }) => asset);
}

/** The outcome for each instrument; undefined when no engine has answered. */
export type Answers = ReadonlyMap<string, { readonly refusal: string | undefined } | undefined>;

/** Sets instruments, and waits until an engine has answered for each, or the signal is given. */
export async function setInstruments(
  parts: LogParts,
  wanted: readonly Settings[],
  signal: AbortSignal,
): Promise<Answers> {
  const { redis, keys } = parts;
  const key = keys.callback;
  const from = await endOfStream(redis, key);
  const answers = new Map<string, { refusal: string | undefined } | undefined>();
  const waiting = new Map<string, string>();
  for (const settings of wanted) {
    answers.set(settings.asset, undefined);
    waiting.set(await append(parts, settings), settings.asset);
  }
  const onError = (error: Error) => console.error(error.message);
  for await (const { entries } of follow({ redis, key, from, signal, onError })) {
    for (const { fields } of entries)
      for (const event of isAnswer(fields.events) ? decodeEvents(fields.events ?? '') : []) {
        const asset = 'requestId' in event ? waiting.get(event.requestId ?? '') : undefined;
        if (asset === undefined) continue;
        answers.set(asset, { refusal: event.type === 'rejected' ? event.message : undefined });
        waiting.delete('requestId' in event ? (event.requestId ?? '') : '');
      }
    if (waiting.size === 0) break;
  }
  return answers;
}

function isAnswer(events = ''): boolean {
  return events.includes('"instrument-set"') || events.includes('"rejected"');
}

/**
 * @returns the id of the request, which the engine's answer names.
 * @throws when it is not certain that the entry stands in the log. To append it again changes nothing.
 */
async function append({ redis, keys }: LogParts, settings: Settings): Promise<string> {
  const requestId = randomUUID();
  const data: CommandData<'set-instrument'> = { requestId, ...settings };
  const result = await new Appender(redis, keys.engine).append({ type: 'set-instrument', data: JSON.stringify(data) });
  if (result.outcome !== 'appended')
    throw new Error(`${settings.asset} could not be set: ${result.reason}. To try again changes nothing.`);
  return requestId;
}
