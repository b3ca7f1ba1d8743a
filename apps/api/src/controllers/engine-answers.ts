import type { JsonEvent, RejectionCode } from '@fulcrum/protocol';
import type { Answer } from '../engine/engine-client.ts';
import { Problem, unavailable } from '../http/problem.ts';
import type { Reply } from '../http/route.ts';

type EventOf<Type extends JsonEvent['type']> = Extract<JsonEvent, { type: Type }>;

const STATUS: Partial<Record<RejectionCode, number>> = { duplicate_order: 409, unknown_order: 404 };

/**
 * The event that answers a command.
 *
 * @returns undefined when the answer is late.
 * @throws Problem when the engine refused the command, or surely did not get it.
 */
export function eventOf<Type extends JsonEvent['type']>(answer: Answer, type: Type): EventOf<Type> | undefined {
  if (answer.outcome === 'late') return undefined;
  if (answer.outcome === 'refused' && answer.isTooMany)
    throw new Problem(429, 'too_many_requests', `${answer.reason} Nothing was done.`, {}, 1);
  if (answer.outcome === 'refused')
    throw unavailable(`The engine cannot be reached: ${answer.reason} Nothing was done.`);
  const { event } = answer;
  if (event.type === 'rejected') {
    const { code, message, orderId } = event;
    throw new Problem(STATUS[code] ?? 422, code, message, orderId === undefined ? {} : { orderId });
  }
  if (event.type !== type) throw new Error(`the engine answered with ${event.type}, not ${type}`);
  return event as EventOf<Type>;
}

/** Answers a command that concerns an order: with the event's fields, or that it is pending. */
export function replyWith(status: number, orderId: string, event: JsonEvent | undefined): Reply {
  if (event === undefined) return { status: 202, body: { status: 'pending', orderId } };
  const { type: _type, ...fields } = event;
  return { status, body: fields };
}

/** For questions, which change nothing: a late answer is as good as none. */
export function required<Event>(event: Event | undefined): Event {
  if (event === undefined) throw unavailable('The engine did not answer in time.');
  return event;
}
