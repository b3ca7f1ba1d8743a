import type { NewNotice, NoticeKind } from '@fulcrum/db';
import { type LogId, logTime } from '@fulcrum/log';
import type { JsonEvent } from '@fulcrum/protocol';

/** The most lines of one notice. What happened beyond them is counted. */
const MAX_LINES = 20;

interface Told {
  readonly kind: NoticeKind;
  readonly line: string;
}

type Tellers = {
  readonly [Type in JsonEvent['type']]?: (event: Extract<JsonEvent, { type: Type }>) => Told | undefined;
};

/** The events that users are told of, and in which words. */
const TELLERS: Tellers = {
  closed: ({ reason, side, quantity, asset, closePrice, pnl }) =>
    reason !== 'liquidation'
      ? undefined
      : {
          kind: 'liquidation',
          line: `${side === 'buy' ? 'long' : 'short'} ${quantity} ${asset}, closed at ${closePrice}: ${pnl} USDC`,
        },
  // Who takes a withdrawal back does so without a word; staff refuse one with a reason.
  'hold-settled': ({ outcome, amount, note }) => {
    if (outcome === 'paid') return { kind: 'withdrawal', line: `${amount} USDC: paid out` };
    return note === undefined ? undefined : { kind: 'withdrawal', line: `${amount} USDC: refused (${note})` };
  },
};

/** What one callback entry tells users: a notice for each user and kind, however many events there are. */
export function noticesOf(callback: LogId, events: readonly JsonEvent[]): NewNotice[] {
  const notices = new Map<string, NewNotice & { count: number; lines: string[] }>();
  const when = `${new Date(logTime(callback)).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  for (const event of events) {
    const told = tell(event);
    if (told === undefined || !('userId' in event) || event.userId === undefined) continue;
    const { userId } = event;
    const { kind, line } = told;
    const key = `${kind} ${userId}`;
    const notice = notices.get(key) ?? { event: callback, userId, kind, count: 0, lines: [] };
    notice.count += 1;
    if (notice.lines.length < MAX_LINES) notice.lines.push(`${when}: ${inOneLine(line)}`);
    notices.set(key, notice);
  }
  return [...notices.values()];
}

function tell(event: JsonEvent): Told | undefined {
  const teller = TELLERS[event.type] as ((event: JsonEvent) => Told | undefined) | undefined;
  return teller?.(event);
}

/** PostgreSQL's text has no place for NUL, and a line ends where the next begins. */
function inOneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ');
}
