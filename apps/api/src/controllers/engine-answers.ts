import { REJECTIONS } from '@fulcrum/cfd';
import type { Answer } from '@fulcrum/engine-client';
import { Problem, unavailable } from '@fulcrum/http';
import type { JsonEvent } from '@fulcrum/protocol';
import type { Reply } from '../http/route.ts';

type EventOf<Type extends JsonEvent['type']> = Extract<JsonEvent, { type: Type }>;

/**
 * The event that answers a command.
 *
 * @returns undefined when the answer is late.
 * @throws Problem when the engine refused the command, or when it is sure that the engine did not get it.
 */
export function eventOf<Type extends JsonEvent['type']>(answer: Answer, ...types: Type[]): EventOf<Type> | undefined {
  if (answer.outcome === 'late') return undefined;
  if (answer.outcome === 'refused' && answer.isTooMany)
    throw new Problem(429, 'too_many_requests', `${answer.reason} Nothing was done by this request.`, {}, 1);
  if (answer.outcome === 'refused')
    throw unavailable(`Not ready: ${answer.reason.replace(/\.?$/, '.')} Nothing was done by this request.`);
  const { event } = answer;
  if (event.type === 'rejected') {
    const { code, message, orderId } = event;
    // The order that used the id may have been lost since then: its status can be asked for.
    const hint = code === 'duplicate_order' ? ` GET /trade/orders/${orderId} tells what became of its order.` : '';
    throw new Problem(REJECTIONS[code].status, code, message + hint, orderId === undefined ? {} : { orderId });
  }
  if (!isOneOf(event, types)) throw new Error(`the engine answered with ${event.type}, not ${types.join(' or ')}`);
  return event;
}

function isOneOf<Type extends JsonEvent['type']>(event: JsonEvent, types: readonly Type[]): event is EventOf<Type> {
  return types.some((type) => type === event.type);
}

/**
 * Answers a command: with the event's fields, or with `pending`.
 *
 * @param orderId of the order that it is about; undefined where it is about many.
 */
export function replyWith(status: number, orderId: string | undefined, event: JsonEvent | undefined): Reply {
  const names = orderId === undefined ? {} : { orderId };
  if (event === undefined) return { status: 202, body: { status: 'pending', ...names } };
  const { type: _type, ...fields } = event;
  return { status, body: fields };
}

/**
 * The event that answers a question. A question is never pending: a late answer is as good as none.
 *
 * @throws Problem when there is none.
 */
export function required<Type extends JsonEvent['type']>(answer: Answer, type: Type): EventOf<Type> {
  const event = eventOf(answer, type);
  if (event === undefined) throw unavailable(isShortOfReplicas(answer) ? TOO_FEW_HAVE_IT : NO_ANSWER);
  return event;
}

const NO_ANSWER = 'The engine did not answer in time.';
const TOO_FEW_HAVE_IT =
  'The engine has answered, but too few replicas of Redis are known to have what was asked for: a fail-over could undo it.';

function isShortOfReplicas(answer: Answer): boolean {
  return answer.outcome === 'late' && answer.isShortOfReplicas === true;
}
