import { isDeepStrictEqual } from 'node:util';
import type { LogId } from '@fulcrum/log';
import type { ClosedEvent, CreatedEvent, JsonEvent, RejectedEvent, UpdatedEvent } from '@fulcrum/protocol';
import { isSettled, type LookedUp, type Told } from '../load/told.ts';
import { type Findings, show } from './findings.ts';
import type { Cause } from './replay.ts';

/** The truth about one order, from the log. */
interface Truth {
  readonly told: Told;
  opened: number;
  closed: number;
  updated: number;
  readonly refusals: Set<string>;
}

/** Compares what each client was told about each order with the log. */
export class ClientsCheck {
  readonly #findings: Findings;
  readonly #truths: Map<string, Truth>;
  /** Whether the rules are in force under which a command may say how long it is valid. */
  #arePerishable = false;

  constructor(orders: Iterable<Told>, findings: Findings) {
    this.#findings = findings;
    const truths = [...orders].map((told) => ({ told, opened: 0, closed: 0, updated: 0, refusals: new Set<string>() }));
    this.#truths = new Map(truths.map((truth) => [truth.told.orderId, truth]));
  }

  take({ id, events }: Cause): void {
    for (const event of events) {
      if (event.type === 'rules-set') this.#arePerishable = event.version >= 3;
      const truth = 'orderId' in event ? this.#truths.get(event.orderId ?? '') : undefined;
      if (truth !== undefined) this.#takeOf(truth, event, id);
      else if (event.type === 'created')
        this.#findings.add('wrong', `nobody sent the order that ${show(event)} opened`);
    }
  }

  end(): void {
    for (const truth of this.#truths.values()) {
      this.#judgeOpening(truth);
      this.#judgeRest(truth);
      this.#judgeLookUps(truth);
    }
  }

  #takeOf(truth: Truth, event: JsonEvent, cause: LogId): void {
    if (event.type === 'created') this.#takeCreated(truth, event);
    if (event.type === 'closed') this.#takeClosed(truth, event, cause);
    if (event.type === 'updated') this.#takeUpdated(truth, event);
    if (event.type === 'rejected') truth.refusals.add((event satisfies RejectedEvent).code);
  }

  #takeCreated(truth: Truth, event: CreatedEvent): void {
    const { told } = truth;
    truth.opened += 1;
    this.#findings.expect(truth.opened === 1, 'doubled', () => `the order ${told.orderId} was opened twice`);
    this.#findings.expect(
      !this.#arePerishable || event.openedAt <= (told.validUntil ?? Number.POSITIVE_INFINITY),
      'wrong',
      () => `the order ${told.orderId} was opened later than it was valid: ${show(told)}, ${show(event)}`,
    );
    if (told.opened !== undefined) this.#compare(told, { type: 'created', ...told.opened }, event);
    if (told.lookedUp?.status === 'open')
      this.#compare(told, withoutChanging(told.lookedUp.order ?? {}), withoutChanging({ ...event }));
  }

  #takeClosed(truth: Truth, event: ClosedEvent, cause: LogId): void {
    if (event.remaining !== undefined) return;
    const { told } = truth;
    truth.closed += 1;
    this.#findings.expect(truth.closed === 1, 'doubled', () => `the order ${told.orderId} was closed twice`);
    if (told.closed !== undefined) this.#compare(told, { type: 'closed', ...told.closed }, event);
    if (told.lookedUp?.status !== 'closed' || told.lookedUp.order === undefined) return;
    const { type: _type, requestId: _requestId, balance: _balance, cash: _cash, ...order } = event;
    this.#compare(told, told.lookedUp.order, { ...order, closedBy: cause });
  }

  #takeUpdated(truth: Truth, event: UpdatedEvent): void {
    const update = truth.told.updates.find(({ requestId }) => requestId === event.requestId);
    if (update === undefined) return;
    truth.updated += 1;
    this.#compare(truth.told, { type: 'updated', ...update }, event);
  }

  #compare({ orderId }: Told, told: unknown, is: unknown): void {
    this.#findings.expect(
      isDeepStrictEqual(told, is),
      'wrong',
      () => `the order ${orderId} was told as ${show(told)}, and is ${show(is)}`,
    );
  }

  #judgeOpening({ told, opened, refusals }: Truth): void {
    const { orderId, refused } = told;
    this.#findings.expect(isSettled(told), 'wrong', () => `nobody knows what became of the order ${orderId}`);
    if (told.opened !== undefined)
      this.#findings.expect(opened > 0, 'lost', () => `the order ${orderId} was never opened, but ${show(told)}`);
    if (refused !== undefined)
      this.#findings.expect(
        opened === 0 && (refusals.has(refused) || (refused === REFUSED_BY_THE_API && refusals.size === 0)),
        'wrong',
        () =>
          `the order ${orderId} was told to be refused (${refused}): opened ${opened} times, ${show([...refusals])}`,
      );
  }

  #judgeRest({ told, opened, closed, updated }: Truth): void {
    const { orderId } = told;
    if (told.closed !== undefined)
      this.#findings.expect(
        closed > 0,
        'lost',
        () => `the order ${orderId} is open, but was told ${show(told.closed)}`,
      );
    this.#findings.expect(
      updated === told.updates.length,
      'lost',
      () => `of the order ${orderId} only ${updated} changes happened: ${show(told.updates)}`,
    );
    if (told.saidNotOpen)
      this.#findings.expect(
        opened === closed,
        'wrong',
        () => `the order ${orderId} was told not to be open, and never was closed`,
      );
  }

  #judgeLookUps(truth: Truth): void {
    const { lookedUp, saidEarly } = truth.told;
    if (lookedUp !== undefined) this.#judgeLookUp(truth, lookedUp, 'in the end');
    if (saidEarly !== undefined) this.#judgeLookUp(truth, saidEarly, 'while it was traded');
  }

  #judgeLookUp({ told, opened, closed, refusals }: Truth, said: LookedUp, when: string): void {
    const wasOpened = said.status === 'open' || said.status === 'closed';
    const isTrue =
      opened === (wasOpened ? 1 : 0) &&
      (said.status !== 'closed' || closed === 1) &&
      (said.code === undefined || refusals.has(said.code));
    const isEarly = said === told.saidEarly && !wasOpened && opened === 1;
    this.#findings.expect(
      isTrue,
      wasOpened && opened === 0 ? 'lost' : isEarly ? 'early' : 'wrong',
      () =>
        `the order ${told.orderId} was said to be ${said.status} ${when}, but was opened ${opened} times, closed ` +
        `${closed} times, refused ${show([...refusals])}: ${show(told)}`,
    );
  }
}

/** An API refuses by itself to open at a price that it has not seen for too long. It sends nothing to the log then. */
const REFUSED_BY_THE_API = 'stale_price';

/** An order without its levels and its value, which may have changed since. */
function withoutChanging(order: Record<string, unknown>): Record<string, unknown> {
  const { takeProfit, stopLoss, trailingStop, currentPrice, unrealizedPnl, ...lasting } = order;
  const { type, requestId, balance, cash, ...rest } = lasting;
  return rest;
}
