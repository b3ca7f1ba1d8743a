import { isDeepStrictEqual } from 'node:util';
import { type LogId, logTime } from '@fulcrum/log';
import type {
  CancelledEvent,
  ClosedEvent,
  CreatedEvent,
  JsonEvent,
  PlacedEvent,
  ReducedEvent,
  RejectedEvent,
  UpdatedEvent,
} from '@fulcrum/protocol';
import { isSettled, type LookedUp, type Told } from '../load/told.ts';
import { type Findings, show } from './findings.ts';
import type { Cause } from './replay.ts';

/** The truth about one order, from the log. */
interface Truth {
  readonly told: Told;
  /** How often each of these happened to it. */
  opened: number;
  placed: number;
  reduced: number;
  cancelled: number;
  closed: number;
  updated: number;
  /** The closings of parts. */
  parts: number;
  created: CreatedEvent | undefined;
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
    const nothing = { opened: 0, placed: 0, reduced: 0, cancelled: 0, closed: 0, updated: 0, parts: 0 };
    const truths = [...orders].map((told) => ({ told, ...nothing, created: undefined, refusals: new Set<string>() }));
    this.#truths = new Map(truths.map((truth) => [truth.told.orderId, truth]));
  }

  take({ id, events }: Cause): void {
    for (const event of events) {
      if (event.type === 'rules-set') this.#arePerishable = event.version >= 3;
      const truth = 'orderId' in event ? this.#truths.get(event.orderId ?? '') : undefined;
      if (truth !== undefined) this.#takeOf(truth, event, id);
      else if (event.type === 'created' || event.type === 'placed' || event.type === 'reduced')
        this.#findings.add('wrong', `nobody sent the order of ${show(event)}`);
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
    if (event.type === 'placed') this.#takePlaced(truth, event);
    if (event.type === 'reduced') this.#takeReduced(truth, event, cause);
    if (event.type === 'cancelled') this.#takeCancelled(truth, event, cause);
    if (event.type === 'closed') this.#takeClosed(truth, event, cause);
    if (event.type === 'updated') this.#takeUpdated(truth, event);
    if (event.type === 'rejected') truth.refusals.add((event satisfies RejectedEvent).code);
  }

  #takeCreated(truth: Truth, event: CreatedEvent): void {
    const { told } = truth;
    truth.opened += 1;
    truth.created = event;
    this.#findings.expect(truth.opened === 1, 'doubled', () => `the order ${told.orderId} was opened twice`);
    if (truth.placed === 0) this.#expectInTime(told, event.openedAt, event);
    if (told.opened !== undefined) this.#compare(told, { type: 'created', ...told.opened }, event);
  }

  #takePlaced(truth: Truth, event: PlacedEvent): void {
    const { told } = truth;
    truth.placed += 1;
    this.#findings.expect(truth.placed === 1, 'doubled', () => `the order ${told.orderId} was placed twice`);
    this.#expectInTime(told, event.placedAt, event);
    if (told.placed !== undefined) this.#compare(told, { type: 'placed', ...told.placed }, event);
  }

  #takeReduced(truth: Truth, event: ReducedEvent, cause: LogId): void {
    const { told } = truth;
    truth.reduced += 1;
    this.#findings.expect(truth.reduced === 1, 'doubled', () => `the order ${told.orderId} reduced twice`);
    if (told.reduced !== undefined) this.#compare(told, { type: 'reduced', ...told.reduced }, event);
    if (told.lookedUp?.status !== 'reduced' || told.lookedUp.order === undefined) return;
    const { type: _type, requestId: _requestId, balance: _balance, ...order } = event;
    this.#compare(told, told.lookedUp.order, { ...order, reducedAt: logTime(cause), reducedBy: cause });
  }

  #takeCancelled(truth: Truth, event: CancelledEvent, cause: LogId): void {
    const { told } = truth;
    truth.cancelled += 1;
    this.#findings.expect(truth.cancelled === 1, 'doubled', () => `the order ${told.orderId} was cancelled twice`);
    if (told.cancelled !== undefined) this.#compare(told, { type: 'cancelled', ...told.cancelled }, event);
    if (told.lookedUp?.status !== 'cancelled' || told.lookedUp.order === undefined) return;
    const { type: _type, requestId: _requestId, ...order } = event;
    this.#compare(told, told.lookedUp.order, { ...order, cancelledAt: logTime(cause), cancelledBy: cause });
  }

  #expectInTime(told: Told, at: number, event: JsonEvent): void {
    this.#findings.expect(
      !this.#arePerishable || at <= (told.validUntil ?? Number.POSITIVE_INFINITY),
      'wrong',
      () => `the order ${told.orderId} was opened or placed later than it was valid: ${show(told)}, ${show(event)}`,
    );
  }

  #takeClosed(truth: Truth, event: ClosedEvent, cause: LogId): void {
    const { told } = truth;
    if (event.remaining !== undefined) {
      this.#takePart(truth, event);
      return;
    }
    truth.closed += 1;
    this.#findings.expect(truth.closed === 1, 'doubled', () => `the order ${told.orderId} was closed twice`);
    if (told.closed !== undefined) this.#compare(told, { type: 'closed', ...told.closed }, event);
    if (told.lookedUp?.status !== 'closed' || told.lookedUp.order === undefined) return;
    const { type: _type, requestId: _requestId, balance: _balance, cash: _cash, ...order } = event;
    this.#compare(told, told.lookedUp.order, { ...order, closedBy: cause });
  }

  #takePart(truth: Truth, event: ClosedEvent): void {
    const part = truth.told.parts.find(({ requestId }) => requestId === event.requestId);
    if (part === undefined) return;
    truth.parts += 1;
    this.#compare(truth.told, { type: 'closed', ...part }, event);
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

  #judgeOpening(truth: Truth): void {
    const { told, opened, placed, reduced, refusals } = truth;
    const { orderId, refused } = told;
    for (const [name, times] of [
      ['placed', placed],
      ['reduced', reduced],
    ] as const)
      this.#findings.expect(
        told[name] === undefined || times > 0,
        'lost',
        () => `the order ${orderId} never was, but was told as ${name}: ${show(told)}`,
      );
    this.#findings.expect(isSettled(told), 'wrong', () => `nobody knows what became of the order ${orderId}`);
    if (told.opened !== undefined)
      this.#findings.expect(opened > 0, 'lost', () => `the order ${orderId} was never opened, but ${show(told)}`);
    if (refused !== undefined)
      this.#findings.expect(
        !isThere(truth) && (refusals.has(refused) || (REFUSED_BY_THE_API.includes(refused) && refusals.size === 0)),
        'wrong',
        () =>
          `the order ${orderId} was told to be refused (${refused}): opened ${opened} times, ${show([...refusals])}`,
      );
  }

  #judgeRest({ told, opened, closed, updated, parts, reduced, cancelled }: Truth): void {
    const { orderId } = told;
    this.#findings.expect(
      parts === told.parts.length,
      'lost',
      () => `of the order ${orderId} only ${parts} parts were closed: ${show(told.parts)}`,
    );
    this.#findings.expect(
      told.cancelled === undefined || cancelled > 0,
      'lost',
      () => `the order ${orderId} was told to be cancelled, and never was`,
    );
    this.#findings.expect(
      !told.saidNotWaiting || opened + reduced + cancelled > 0,
      'wrong',
      () => `the order ${orderId} was told not to wait, and still does`,
    );
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
    if (lookedUp?.status === 'open' && truth.created !== undefined)
      this.#compare(truth.told, withoutChanging(lookedUp.order ?? {}), withoutChanging({ ...truth.created }));
    if (saidEarly !== undefined) this.#judgeLookUp(truth, saidEarly, 'while it was traded');
  }

  #judgeLookUp(truth: Truth, said: LookedUp, when: string): void {
    const { told, opened, closed, refusals } = truth;
    const wasThere = said.status !== 'rejected' && said.status !== 'unknown';
    const times = { open: opened, placed: truth.placed, cancelled: truth.cancelled, reduced: truth.reduced, closed };
    const isTrue = said.status === 'rejected' || said.status === 'unknown' ? !isThere(truth) : times[said.status] === 1;
    const hasCode = said.code === undefined || refusals.has(said.code);
    const isEarly = said === told.saidEarly && !wasThere && isThere(truth);
    this.#findings.expect(
      isTrue && hasCode,
      wasThere && !isThere(truth) ? 'lost' : isEarly ? 'early' : 'wrong',
      () =>
        `the order ${told.orderId} was said to be ${said.status} ${when}, but was opened ${opened} times, closed ` +
        `${closed} times, refused ${show([...refusals])}: ${show(told)}`,
    );
  }
}

/** Whether the order ever was: open, waiting, or closing others. */
function isThere({ opened, placed, reduced }: Truth): boolean {
  return opened + placed + reduced > 0;
}

/**
 * An API refuses by itself to open at a price that it has not seen for too long, and what only younger rules know. It sends
 * nothing to the log then.
 */
const REFUSED_BY_THE_API = ['stale_price', 'older_rules'];

/** An order without its levels, its value and what closings of parts change. */
function withoutChanging(order: Record<string, unknown>): Record<string, unknown> {
  const { takeProfit, stopLoss, trailingStop, currentPrice, unrealizedPnl, ...lasting } = order;
  const { trailingDistance, quantity, margin, liquidationPrice, guaranteedExecutionFee, ...fields } = lasting;
  const { type, requestId, balance, cash, ...rest } = fields;
  return rest;
}
