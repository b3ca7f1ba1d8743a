import type { BulkTable, Row } from '@fulcrum/db';
import type { JsonEvent } from '@fulcrum/protocol';

/** What the engine answered to actions of the desk, which are ended by it. */
export const deskAnswerTable: BulkTable = {
  name: 'DeskAnswer',
  columns: [
    ['id', 'text'],
    ['actionId', 'uuid'],
    ['event', 'json'],
  ],
};

/** How the desk names its requests. */
const REQUEST = /^desk:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

/** The row of an event that answers an action; undefined for all others. */
export function deskAnswerRow(historyId: string, event: JsonEvent): Row | undefined {
  const requestId = 'requestId' in event ? event.requestId : undefined;
  if (typeof requestId !== 'string' || !requestId.startsWith('desk:')) return undefined;
  const actionId = REQUEST.exec(requestId)?.[1];
  return actionId === undefined ? undefined : [historyId, actionId, JSON.stringify(event)];
}
