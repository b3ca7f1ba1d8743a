import type { EventJson, JsonEvent, OrderJson } from '@fulcrum/matching';
import type { Made } from '../core/made.ts';

/** What came of a command. */
export interface Answered {
  /** The event that names the request. */
  readonly event: JsonEvent;
  /** Of an order that was placed: the last fill as it came, and its end. */
  readonly fill?: EventJson<'fill'> | undefined;
  readonly ended?: EventJson<'order-ended'> | undefined;
  /** The orders that a command to cancel several has met. */
  readonly met: readonly OrderJson[];
}

/** Gathers what came of a command, whose result may come in parts. */
export class Gathering {
  readonly requestId: string;
  #answered: Answered;

  constructor(requestId: string, event: JsonEvent, met: Made['met']) {
    this.requestId = requestId;
    this.#answered = { event, met: met ?? [] };
  }

  get answered(): Answered {
    return this.#answered;
  }

  add(event: JsonEvent): void {
    const placed = this.#answered.event;
    if (placed.type !== 'accepted') return;
    if (event.type === 'fill' && event.takerOrderId === placed.orderId)
      this.#answered = { ...this.#answered, fill: event };
    if (event.type === 'order-ended' && event.orderId === placed.orderId)
      this.#answered = { ...this.#answered, ended: event };
  }
}
