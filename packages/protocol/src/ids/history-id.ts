import { causeOf, type LogId } from '@fulcrum/log';

/** What a history row's id looks like: the two numbers of the callback's id, and the index of the event in it. */
export const HISTORY_ID = /^(\d{15})-(\d{16})-(\d{3})$/;

/** Made from the callback's id and the event's index, padded so that ordering by it is the order of the log. */
export function historyId(callback: LogId, index: number): string {
  return historyIds(callback)(index);
}

/** The same for all events of a callback: what their ids share is made once. */
export function historyIds(callback: LogId): (index: number) => string {
  const [milliseconds = '', sequence = ''] = callback.split('-');
  const shared = `${milliseconds.padStart(15, '0')}-${sequence.padStart(16, '0')}-`;
  return (index) => shared + String(index).padStart(3, '0');
}

/**
 * The id of the engine-stream entry that led to a history row.
 *
 * @throws when the text is no row's id.
 */
export function causeOfRow(id: string): LogId {
  const [, milliseconds, sequence] = HISTORY_ID.exec(id) ?? [];
  if (milliseconds === undefined || sequence === undefined) throw new Error(`${id} is no id of a history row`);
  return causeOf(`${Number(milliseconds)}-${Number(sequence)}`);
}
