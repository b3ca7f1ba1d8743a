import type { Core, Event, EventParts, GetAccount } from '@fulcrum/cfd';
import { type LogEntry, logTime } from '@fulcrum/log';
import { type CommandData, decodeCommand, READS } from './commands/commands.ts';
import { encodeEvent } from './events/encode-event.ts';
import type { ClosingPriceJson, JsonEvent } from './events/events.ts';

/** A read of an account, with what the core knows nothing of. */
type PricedRead = GetAccount & Pick<CommandData<'get-account'>, 'prices'>;

/**
 * Takes one entry of the log through the core, from text to events.
 *
 * @param partSize what has more events than this comes in parts (see Core.begin).
 * @param onInvalid is told what is wrong with an entry that makes no sense, which changes nothing.
 */
export function beginEntry(
  core: Core,
  entry: LogEntry,
  partSize: number,
  onInvalid?: (message: string) => void,
): readonly Event[] | EventParts {
  const command = decodeCommand(entry.type, entry.data);
  if (command.type === 'invalid') onInvalid?.(command.message);
  return core.begin(command, logTime(entry.id), partSize);
}

/** The same, in one piece. */
export function takeEntry(core: Core, { id, type, data }: LogEntry): readonly Event[] {
  return core.apply(decodeCommand(type, data), logTime(id));
}

/** The same, from text to text. */
export function applyEntry(core: Core, entry: LogEntry): JsonEvent[] {
  return takeEntry(core, entry).map(encodeEvent);
}

/**
 * The answer to an entry that is a read, right behind it, and where it goes. It changes nothing.
 *
 * @returns undefined for what is no read, and where the answer is an event.
 */
export function answerEntry(
  core: Core,
  { id, type, data }: LogEntry,
): { readonly replyTo: string; readonly answer: JsonEvent } | undefined {
  if (!READS.has(type)) return undefined;
  const command = decodeCommand(type, data);
  const answer = core.answer(command, logTime(id));
  if (answer === undefined || !('replyTo' in command) || command.replyTo === undefined) return undefined;
  const event = encodeEvent(answer);
  const prices = command.type === 'get-account' ? pricesAskedFor(core, command, logTime(id)) : undefined;
  const isPriced = event.type === 'account' && prices !== undefined;
  return { replyTo: command.replyTo, answer: isPriced ? { ...event, prices } : event };
}

/** A read names orders: at which price each of them would close now. An order that its account does not have open is left out. */
function pricesAskedFor(core: Core, read: PricedRead, now: number): ClosingPriceJson[] | undefined {
  const { requestId, userId, replyTo } = read;
  return read.prices?.flatMap((orderId) => {
    const answer = core.answer({ type: 'get-order', requestId, orderId, userId, replyTo }, now);
    const event = answer && encodeEvent(answer);
    if (event?.type !== 'order' || event.order === undefined) return [];
    const { asset, side, currentPrice: price } = event.order;
    return [{ asset, side, price }];
  });
}
