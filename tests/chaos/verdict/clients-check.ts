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

/** What happens to an order once at most. */
const ONCE = ['opened', 'placed', 'reduced', 'cancelled', 'closed'] as const;
type Once = (typeof ONCE)[number];

/** The truth about one order, from the log. */
interface Truth extends Record<Once, number> {
  readonly told: Told;
  updated: number;
  /** The closings of parts. */
  parts: number;
  created: CreatedEvent | undefined;
  /** Whether a part of it was closed, by whomever. */
  isLess: boolean;
  readonly refusals: Set<string>;
}

/** Compares what each client was told about each order with the log. */
export class ClientsCheck {
  readonly #findings: Findings;
  readonly #truths: Map<string, Truth>;
  /** Orders that staff have sent, and how often each was opened: once at most. */
  readonly #ofStaff: Map<string, number>;
  /** Whether the rules are in force under which a command may say how long it is valid. */
  #arePerishable = false;

  /** @param ofStaff orders that no client has sent. */
  constructor(orders: Iterable<Told>, findings: Findings, ofStaff: Iterable<string> = []) {
    this.#ofStaff = new Map(Array.from(ofStaff, (orderId) => [orderId, 0]));
    this.#findings = findings;
    const nothing = { opened: 0, placed: 0, reduced: 0, cancelled: 0, closed: 0, updated: 0, parts: 0 };
    const truths = [...orders].map(
      (told): Truth => ({ told, ...nothing, created: undefined, isLess: false, refusals: new Set() }),
    );
    this.#truths = new Map(truths.map((truth) => [truth.told.orderId, truth]));
  }

  take({ id, events }: Cause): void {
    for (const event of events) {
      if (event.type === 'rules-set') this.#arePerishable = event.version >= 3;
      const truth = 'orderId' in event ? this.#truths.get(event.orderId ?? '') : undefined;
      if (truth !== undefined) this.#takeOf(truth, event, id);
      else if (event.type === 'created' || event.type === 'placed' || event.type === 'reduced')
        this.#takeOfStaff(event);
    }
  }

  end(): void {
    for (const truth of this.#truths.values()) {
      this.#judgeOpening(truth);
      this.#judgeRest(truth);
      this.#judgeLookUps(truth);
    }
  }

  #takeOfStaff(event: CreatedEvent | PlacedEvent | ReducedEvent): void {
    const before = this.#ofStaff.get(event.orderId);
    if (before === undefined) this.#findings.add('wrong', `nobody sent the order of ${show(event)}`);
    else this.#findings.expect(before === 0, 'doubled', () => `an order of staff was opened twice: ${show(event)}`);
    this.#ofStaff.set(event.orderId, (before ?? 0) + 1);
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
    this.#takeOnce(truth, 'opened', event);
    truth.created = event;
    if (truth.placed === 0) this.#expectInTime(truth.told, event.openedAt, event);
  }

  #takePlaced(truth: Truth, event: PlacedEvent): void {
    this.#takeOnce(truth, 'placed', event);
    this.#expectInTime(truth.told, event.placedAt, event);
  }

  #takeReduced(truth: Truth, event: ReducedEvent, cause: LogId): void {
    const { told } = truth;
    this.#takeOnce(truth, 'reduced', event);
    if (told.lookedUp?.status !== 'reduced' || told.lookedUp.order === undefined) return;
    const { type: _type, requestId: _requestId, balance: _balance, ...order } = event;
    this.#compare(told, told.lookedUp.order, { ...order, reducedAt: logTime(cause), reducedBy: cause });
  }

  #takeCancelled(truth: Truth, event: CancelledEvent, cause: LogId): void {
    const { told } = truth;
    this.#takeOnce(truth, 'cancelled', event);
    if (told.lookedUp?.status !== 'cancelled' || told.lookedUp.order === undefined) return;
    const { type: _type, requestId: _requestId, ...order } = event;
    this.#compare(told, told.lookedUp.order, { ...order, cancelledAt: logTime(cause), cancelledBy: cause });
  }

  /** Counts what happens once, and compares what the owner was told of it. */
  #takeOnce(truth: Truth, name: Once, event: JsonEvent): void {
    const { told } = truth;
    truth[name] += 1;
    this.#findings.expect(truth[name] === 1, 'doubled', () => `the order ${told.orderId} was ${name} twice`);
    if (told[name] !== undefined) this.#compare(told, { type: event.type, ...told[name] }, event);
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
    this.#takeOnce(truth, 'closed', event);
    if (told.lookedUp?.status !== 'closed' || told.lookedUp.order === undefined) return;
    const { type: _type, requestId: _requestId, balance: _balance, cash: _cash, ...order } = event;
    this.#compare(told, told.lookedUp.order, { ...order, closedBy: cause });
  }

  #takePart(truth: Truth, event: ClosedEvent): void {
    truth.isLess = true;
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
    const { told, opened, refusals } = truth;
    const { orderId, refused } = told;
    for (const name of ONCE)
      this.#findings.expect(
        told[name] === undefined || truth[name] > 0,
        'lost',
        () => `the order ${orderId} was told to be ${name}, and never was: ${show(told)}`,
      );
    this.#findings.expect(isSettled(told), 'wrong', () => `nobody knows what became of the order ${orderId}`);
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
      !told.saidNotWaiting || opened + reduced + cancelled > 0,
      'wrong',
      () => `the order ${orderId} was told not to wait, and still does`,
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
      this.#compare(
        truth.told,
        lasting(lookedUp.order ?? {}, truth.isLess),
        lasting({ ...truth.created }, truth.isLess),
      );
    if (saidEarly !== undefined) this.#judgeLookUp(truth, saidEarly, 'while it was traded');
  }

  #judgeLookUp(truth: Truth, said: LookedUp, when: string): void {
    const { told, opened, placed, cancelled, reduced, closed, refusals } = truth;
    const { status } = said;
    const wasThere = status !== 'rejected' && status !== 'unknown';
    const times = { open: opened, placed, cancelled, reduced, closed };
    const isTrue = wasThere ? times[status] === 1 && (status !== 'closed' || opened === 1) : !isThere(truth);
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

/**
 * What of an order lasts while it is open: all but its levels and its value.
 *
 * @param isLess whether a part was closed, which changes more.
 */
function lasting(order: Record<string, unknown>, isLess: boolean): Record<string, unknown> {
  const { takeProfit, stopLoss, trailingStop, trailingDistance, currentPrice, unrealizedPnl, ...others } = order;
  const { type, requestId, balance, cash, guaranteedExecutionFee, ...fields } = others;
  if (!isLess) return fields;
  const { quantity, margin, liquidationPrice, ...rest } = fields;
  return rest;
}
