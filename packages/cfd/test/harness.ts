import { ChangeSet, Core, isInParts, Restoration } from '@fulcrum/cfd';
import { applyEntry, beginEntry, encodeEvent } from '@fulcrum/protocol';
import { type JsonEvent, toJsonText } from './json.ts';
import { Ledger } from './ledger.ts';
import { NaiveModel } from './model/naive-model.ts';

/** An implementation of the rules: it takes one entry of the log, and answers with the events of that entry. */
export interface Subject {
  apply(id: string, type: string, data: unknown): JsonEvent[];
  /** Balances + margins of open orders + the house's result - deposits, in millionths. It is always zero. */
  conservation(): bigint;
}

/** A core, whose state has a hash. */
export interface CoreSubject extends Subject {
  stateHash(): string;
}

/** The core as it runs in the engine: JSON text in, JSON text out. */
export function coreSubject(): CoreSubject {
  const core = Core.empty();
  return {
    stateHash: () => core.stateHash(),
    apply(id, type, data) {
      const events = applyEntry(core, { id, type, data: toJsonText(data) } as Parameters<typeof applyEntry>[1]);
      return JSON.parse(JSON.stringify(events)) as JsonEvent[];
    },
    conservation: () => BigInt(core.imbalance()),
  };
}

/** Takes an entry as an engine would that puts each event into a callback entry of its own. */
function applyInParts(core: Core, id: string, type: string, data: unknown): JsonEvent[] {
  const begun = beginEntry(core, { id, type, data: toJsonText(data) }, 1);
  const parts = isInParts(begun) ? [...begun] : [begun];
  if (parts.some(({ length }) => length > 1)) throw new Error('a part is larger than asked for');
  return JSON.parse(JSON.stringify(parts.flat().map(encodeEvent))) as JsonEvent[];
}

/** Entries between two snapshots: so few that orders stay open across several snapshots. */
const ENTRIES_PER_SNAPSHOT = 7;

/**
 * A core that can be restored from a snapshot, and gives its events in parts. Each snapshot is put together from the
 * changes that the snapshot points report, and from nothing else.
 */
export function restorableSubject(): CoreSubject & { startOver(): void } {
  let core = Core.empty();
  let snapshot: ChangeSet | undefined;
  let times = 0;
  return {
    apply: (id, type, data) => applyInParts(core, id, type, data),
    conservation: () => BigInt(core.imbalance()),
    stateHash: () => core.stateHash(),
    startOver() {
      times += 1;
      const changes = core.takeChanges();
      if (snapshot === undefined) snapshot = new ChangeSet(changes);
      else snapshot.add(changes);
      const restored = restore(snapshot, times);
      if (restored.stateHash() !== core.stateHash()) throw new Error('the restored core has another state');
      core = restored;
    },
  };
}

/** A core that is restored again and again. */
function restoredSubject(): Subject {
  const subject = restorableSubject();
  let entries = 0;
  return {
    ...subject,
    apply(id, type, data) {
      entries += 1;
      if (entries % ENTRIES_PER_SNAPSHOT === 0) subject.startOver();
      return subject.apply(id, type, data);
    },
  };
}

/** @param key any number: the places of ids in their index must not matter. */
function restore(set: ChangeSet, key: number): Core {
  const { totals, instruments, quotes, held, groups, trailing, accounts, orders, pending, holds, closedIds } = set;
  const heldTicks = [...held].flatMap(([asset, tick]) => (tick === undefined ? [] : [{ asset, ...tick }]));
  const head = {
    totals,
    instruments: instruments.values(),
    quotes: quotes.values(),
    heldTicks,
    groups: groups.values(),
    trailing: [...trailing.values()].filter((group) => group !== undefined),
  };
  const restoration = new Restoration(head, [key, key * 7]);
  for (const account of accounts.values()) restoration.account(account);
  const open = [...orders.values()].filter((order) => order !== undefined);
  for (const order of open.sort((a, b) => a.number - b.number)) restoration.order(order);
  const waiting = [...pending.values()];
  for (const order of waiting.sort((a, b) => a.number - b.number)) restoration.pending(order);
  for (const hold of holds.values()) restoration.hold(hold);
  const closed = [...closedIds.values()].filter((closedId) => closedId !== undefined);
  for (const closedId of closed.sort((a, b) => a.closedAt - b.closedAt)) restoration.closedId(closedId);
  return restoration.finish();
}

export const subjects: [name: string, make: () => Subject][] = [
  ['naive model', () => new NaiveModel()],
  ['core', coreSubject],
  ['core that starts over from snapshots', restoredSubject],
];

/** The subjects under each version of the rules, for tests whose outcome is the same under all of them. */
export const underAllRules: typeof subjects = subjects.flatMap(([name, make]) =>
  [1, 2, 3, 4, 5].map((version): (typeof subjects)[number] => [
    `${name}, rules ${version}`,
    () => {
      const subject = make();
      subject.apply(`${START_MS - 1}-0`, 'set-rules', { version });
      return subject;
    },
  ]),
);

export const ALICE = userId(1);
export const BOB = userId(2);

export function userId(number: number): string {
  return uuid('a', number);
}

export function orderId(number: number): string {
  return uuid('0', number);
}

export function transferId(number: number): string {
  return uuid('f', number);
}

function uuid(prefix: string, number: number): string {
  return `${prefix.repeat(8)}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

/** An instrument for mental arithmetic: cents, thousandths, leverage up to 1:100, quotes good for 5 s. */
export const GOLD = {
  asset: 'GOLD_USDC',
  priceDecimals: 2,
  quantityDecimals: 3,
  minQuantity: '0.001',
  maxQuantity: '1000',
  maxLeverage: 100,
  maxQuoteAgeMs: 5_000,
};

/** The settings that may be absent, among them those that guard an instrument against bad ticks. */
export const GUARDS = {
  assetClass: 'metals',
  mode: 'open',
  maxSpreadBps: 100,
  maxJumpBps: 500,
  confirmJumpMs: 1_000,
} as const;

export const START_MS = 1_732_000_000_000;

/** A subject with a clock of its own. It numbers the entries, and checks the books after each of them. */
export class Desk {
  nowMs = START_MS;
  private readonly subject: Subject;
  private readonly ledger = new Ledger();
  private sequence = 0;

  constructor(subject: Subject) {
    this.subject = subject;
  }

  wait(ms: number): void {
    this.nowMs += ms;
  }

  /** Sends the entry exactly as it is. */
  sendRaw(type: string, data: unknown): JsonEvent[] {
    this.sequence += 1;
    const events = this.subject.apply(`${this.nowMs}-${this.sequence}`, type, data);
    this.ledger.record(data, events);
    if (this.subject.conservation() !== 0n) throw new Error('money was made or lost');
    return events;
  }

  /** Sends a command that has exactly one answer, under a request id. */
  send(type: string, data: { [field: string]: unknown }): JsonEvent {
    const requestId = `r${this.sequence + 1}`;
    const events = this.sendRaw(type, { requestId, ...data });
    const answer = events[0];
    if (!answer || events.length > 1) throw new Error(`${type} had ${events.length} answers`);
    return answer;
  }

  /** Sends a command that may have any number of events. */
  sendForAll(type: string, data: { [field: string]: unknown }): JsonEvent[] {
    return this.sendRaw(type, { requestId: `r${this.sequence + 1}`, ...data });
  }

  /** The code of a rejection, or the type of the event where it was not rejected. */
  outcome(type: string, data: { [field: string]: unknown }): unknown {
    const answer = this.send(type, data);
    return answer.type === 'rejected' ? answer.code : answer.type;
  }

  setInstrument(settings: { [field: string]: unknown } = {}): JsonEvent {
    return this.send('set-instrument', { ...GOLD, ...settings });
  }

  deposit(amount: string, user = ALICE): JsonEvent {
    return this.send('create-account', { userId: user, deposit: amount });
  }

  tick(bid: string, ask: string, asset = GOLD.asset): JsonEvent[] {
    return this.sendRaw('price-update', { asset, bid, ask });
  }

  /** An order of one ounce by Alice at 1:10. The terms replace these fields, or add to them. */
  order(side: 'buy' | 'sell', terms: { [field: string]: unknown } = {}): { [field: string]: unknown } {
    return { orderId: orderId(1), userId: ALICE, asset: GOLD.asset, side, quantity: '1', leverage: 10, ...terms };
  }

  open(side: 'buy' | 'sell', terms: { [field: string]: unknown } = {}): JsonEvent {
    return this.send('create-order', this.order(side, terms));
  }

  tryToOpen(side: 'buy' | 'sell', terms: { [field: string]: unknown } = {}): unknown {
    return this.outcome('create-order', this.order(side, terms));
  }

  account(user = ALICE): JsonEvent {
    return this.send('get-account', { userId: user });
  }
}

/** A desk where gold is set up and Alice has deposited 1,000 USDC, but nothing has been quoted yet. */
export function quietDesk(make: () => Subject): Desk {
  const desk = new Desk(make());
  desk.setInstrument();
  desk.deposit('1000');
  return desk;
}

/** The same desk after a first quote. */
export function openDesk(make: () => Subject, bid = '100.00', ask = '100.00'): Desk {
  const desk = quietDesk(make);
  desk.tick(bid, ask);
  return desk;
}
