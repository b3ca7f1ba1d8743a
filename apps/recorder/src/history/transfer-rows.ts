import type { BulkTable, Row } from '@fulcrum/db';
import { type LogId, logTime } from '@fulcrum/log';
import type { JsonEvent } from '@fulcrum/protocol';

/** Each step of a transfer. Its id is used up for ever, and what waits can be seen. */
export const transferTable: BulkTable = {
  name: 'Transfer',
  columns: [
    ['id', 'text'],
    ['transferId', 'uuid'],
    ['userId', 'uuid'],
    ['step', 'text'],
    ['amount', 'numeric'],
    ['note', 'text'],
    ['madeAt', 'bigint'],
  ],
};

/** The row of an event that is a step of a transfer; undefined for all others. */
export function transferRow(historyId: string, callback: LogId, event: JsonEvent): Row | undefined {
  const step = stepOf(event);
  if (step === undefined || !('transferId' in event)) return undefined;
  const { transferId, userId, amount } = event;
  const note = 'note' in event ? (event.note ?? null) : null;
  return [historyId, transferId, userId, step, amount, note, String(logTime(callback))];
}

function stepOf(event: JsonEvent): string | undefined {
  switch (event.type) {
    case 'transferred':
      return event.kind;
    case 'held':
      return 'held';
    case 'hold-settled':
      return event.outcome;
    default:
      return undefined;
  }
}
