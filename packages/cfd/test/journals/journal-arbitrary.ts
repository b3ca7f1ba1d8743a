import fc from 'fast-check';
import {
  type EntryTerms,
  entryTerms,
  type OrderChange,
  orderChange,
  type Part,
  part,
  soundEntry,
} from './order-arbitrary.ts';
import { among, beside, junk, junkText, type Level, level, sometimes, soundLevel } from './values-arbitrary.ts';

/**
 * One step of a random journal, as an intention, such as "one step beside the liquidation price of an open order". Its
 * meaning depends on the steps before, so a JournalWriter turns it into an entry only when its turn has come. A failing
 * journal of such steps is easily made shorter: leaving out a step hardly changes the meaning of the others.
 */
export interface Step {
  readonly gap: Gap;
  readonly intent: Intent;
  readonly damage: Damage | null;
  /** Who asks in the owner's place, or a value that is nobody. */
  readonly actor: unknown;
}

/** What a journal starts with. */
export interface Beginning {
  readonly rules: number;
  readonly positionMode: 'hedging' | 'netting';
}

/** How log time moves before the entry: by some ms, or to the edge of an age limit: its last ms, or the first beyond. */
export type Gap = { ms: number } | { until: Edge; beside: number };

export type Edge = 'quote is stale' | 'closed id is forgotten' | 'closed ids leave the state' | 'an order expires';

/** A change to a good command that most likely makes it malformed. */
export type Damage =
  | { kind: 'field'; pick: number; value: unknown }
  | { kind: 'missing field'; pick: number }
  | { kind: 'extra field'; name: string; value: unknown }
  | { kind: 'data'; value: unknown }
  | { kind: 'type'; type: string };

/** An order: an open one, one with a guarantee, one that waits, one that ended lately, or any number with any user. */
export type Whose =
  | { open: number }
  | { guaranteed: number }
  | { pending: number }
  | { closed: number }
  | { order: number; user: number };

/** A command's `validUntil`: so many ms after its own entry, or a value that is no time. */
export type Validity = { beside: number } | { value: unknown };

export type Intent =
  | { kind: 'tick'; asset: number; move: Move; spread: number; zeros: number; venue: Venue; byHand: boolean }
  | {
      kind: 'open';
      order: number;
      reuse: number | null;
      user: number;
      asset: number;
      side: 'buy' | 'sell';
      terms: Terms;
      entry: EntryTerms;
      /** The open position against which it goes: of the same account and asset, and about as large. */
      against: number | null;
      validity: Validity | null;
    }
  | {
      kind: 'update';
      whose: Whose;
      takeProfit: Level | null;
      stopLoss: Level | null;
      keep: number;
      change: OrderChange;
      validity: Validity | null;
    }
  | { kind: 'close'; whose: Whose; part: Part | null; validity: Validity | null }
  | { kind: 'cancel'; whose: Whose }
  | { kind: 'close-all' | 'cancel-all'; whose: Whose; asset: number | null }
  | { kind: 'get-order' | 'void-order'; whose: Whose }
  | { kind: 'get-account'; user: number; orders: unknown; isPrivate: boolean; exposure: unknown }
  | { kind: 'deposit'; user: number; deposit: string }
  | { kind: 'transfer'; id: TransferId; user: number; as: unknown; amount: Amount; note: unknown }
  | { kind: 'hold'; id: TransferId; user: number; amount: Amount }
  | { kind: 'settle'; id: TransferId; outcome: unknown }
  /** Of the asset of an order, where that is named. */
  | { kind: 'set'; asset: number; of: Whose | null; change: { [field: string]: unknown } }
  | { kind: 'group'; group: unknown; limits: object; positionMode: unknown }
  | { kind: 'account'; user: number; rights: unknown; limits: unknown; pause: number | null }
  | { kind: 'reset'; id: TransferId; user: number; deposit: string }
  | { kind: 'rules'; version: unknown };

/** The id of a transfer: a new one, that of an open hold, or of an order that was closed lately. */
export type TransferId = { number: number } | { held: number } | { closed: number };

/** An amount of money: so many thousandths of the balance, or any text. */
export type Amount = { permille: number } | { text: string };

/** A tick's source and its time there. The time may be older than that of the tick before. */
export interface Venue {
  readonly lag: number | null;
  readonly source: string | null;
}

export type Move =
  | { kind: 'walk'; steps: number }
  /** The last command once more, or nearly. */
  | { kind: 'again'; steps: number }
  | { kind: 'gap'; permille: number }
  /** The asset that was quoted longest ago is quoted anew. */
  | { kind: 'refresh'; steps: number }
  /** So far that all orders of a side of the market are reached that wait there. */
  | { kind: 'sweep'; pick: number; beyond: number }
  | { kind: 'aim'; pick: number; beside: number; with: 'bid' | 'ask' }
  /** To what an order waits for, or its stop, by so many steps short of it or beyond; or away from the stop. */
  | { kind: 'order'; pick: number; of: 'open' | 'pending' | 'trailing'; beyond: number; at: 'edge' | 'extreme' }
  | { kind: 'text'; bid: string; ask: string };

export interface Terms {
  readonly quantity:
    | { kind: 'share'; permille: number }
    | { kind: 'limit'; of: 'min' | 'max'; beside: number }
    | { text: string };
  readonly leverage: number;
  readonly takeProfit: Level | null;
  readonly stopLoss: Level | null;
  readonly expectedPrice: Level | null;
  readonly maxSlippageBps: number | null;
}

const extraName = among(
  'requestId',
  'exchangeTime',
  'source',
  'mode',
  'orderId',
  'userId',
  '__proto__',
  'constructor',
  'message',
  'takeProfit',
  ...[
    'orderType',
    'price',
    'trailingDistance',
    'guaranteed',
    'reduceOnly',
    'quantity',
    'openQuantity',
    'asset',
    'actor',
  ],
);

const damage: fc.Arbitrary<Damage> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('field' as const), pick: fc.nat(15), value: junk }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('missing field' as const), pick: fc.nat(15) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('extra field' as const), name: extraName, value: junk }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('data' as const), value: junk }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('type' as const),
      type: among('', 'create', 'Create-Order', '__proto__', 'constructor', 'toString', 'get-order', 'close-order'),
    }),
  },
);

const gap: fc.Arbitrary<Gap> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ until: among<Edge>('an order expires'), beside }) },
  { weight: 150, arbitrary: fc.record({ ms: fc.constant(0) }) },
  { weight: 60, arbitrary: fc.record({ ms: fc.integer({ min: 1, max: 200 }) }) },
  { weight: 3, arbitrary: fc.record({ ms: fc.integer({ min: 1_000, max: 12_000 }) }) },
  { weight: 1, arbitrary: fc.record({ ms: fc.integer({ min: 590_000, max: 610_000 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      until: among<Edge>('quote is stale', 'closed id is forgotten', 'closed ids leave the state'),
      beside,
    }),
  },
);

const user = fc.oneof({ weight: 30, arbitrary: fc.nat(2) }, { weight: 1, arbitrary: fc.constant(3) });
const order = fc.nat(150);
/** Most commands are about an open order, and from its owner. The others are about any id, from anyone. */
const subject: fc.Arbitrary<Whose> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ open: fc.nat(50) }) },
  { weight: 5, arbitrary: fc.record({ pending: fc.nat(50) }) },
  { weight: 1, arbitrary: fc.record({ closed: fc.nat(50) }) },
  { weight: 1, arbitrary: fc.record({ order, user }) },
);
/** What an update is about: now and then a guaranteed stop, of which there are few. */
const changed: fc.Arbitrary<Whose> = fc.oneof(
  { weight: 5, arbitrary: subject },
  { weight: 1, arbitrary: fc.record({ guaranteed: fc.nat(50) }) },
);
const waiting: fc.Arbitrary<Whose> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ pending: fc.nat(50) }) },
  { weight: 1, arbitrary: subject },
);
const asset = fc.oneof({ weight: 20, arbitrary: fc.nat(4) }, { weight: 1, arbitrary: fc.integer({ min: 5, max: 7 }) });
const side = among('buy' as const, 'sell' as const);

const maybeLevel = sometimes(35, level);

const quantity: fc.Arbitrary<Terms['quantity']> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ kind: fc.constant('share' as const), permille: fc.nat(1000) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('share' as const), permille: fc.nat(20) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('limit' as const), of: among('min' as const, 'max' as const), beside }),
  },
  { weight: 1, arbitrary: fc.record({ text: junkText }) },
);

const leverage = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 1, max: 50 }) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 100 }) },
  { weight: 3, arbitrary: among(1, 2, 100, 101, 1_000_000) },
  { weight: 1, arbitrary: among(0, -0, -3, 1.5, 1e300, Number.POSITIVE_INFINITY, 1_000_001, 2 ** 53) },
);

const terms: fc.Arbitrary<Terms> = fc.record({
  quantity,
  leverage,
  takeProfit: maybeLevel,
  stopLoss: maybeLevel,
  expectedPrice: maybeLevel,
  maxSlippageBps: sometimes(50, among(0, 1, 10, 100, 2_000, 10_000, Number.MAX_SAFE_INTEGER)),
});

const soundTerms: fc.Arbitrary<Terms> = fc.record({
  quantity: fc.record({ kind: fc.constant('share' as const), permille: fc.nat(60) }),
  leverage: fc.integer({ min: 1, max: 20 }),
  takeProfit: sometimes(30, soundLevel),
  stopLoss: sometimes(30, soundLevel),
  expectedPrice: fc.constant(null),
  maxSlippageBps: sometimes(20, among(1, 100, 2_000)),
});

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('walk' as const), steps: fc.integer({ min: -3, max: 3 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('gap' as const), permille: fc.integer({ min: 600, max: 1600 }) }),
  },
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant('aim' as const),
      pick: fc.nat(50),
      beside,
      with: among('bid' as const, 'ask' as const),
    }),
  },
  {
    weight: 14,
    arbitrary: fc.record({
      kind: fc.constant('order' as const),
      pick: fc.nat(50),
      of: among('open' as const, 'pending' as const, 'pending' as const, 'trailing' as const),
      beyond: fc.oneof(beside, fc.integer({ min: 0, max: 30 })),
      at: among('edge' as const, 'edge' as const, 'extreme' as const),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('refresh' as const), steps: fc.integer({ min: -2, max: 2 }) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('sweep' as const), pick: fc.nat(50), beyond: beside }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('text' as const), bid: junkText, ask: junkText }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('again' as const), steps: fc.integer({ min: -1, max: 1 }) }) },
);

const guards = fc.record(
  {
    assetClass: among('metals', 'x'.repeat(33), ''),
    mode: among('open', 'open', 'open', 'close_only', 'close_only', 'closed', 'shut'),
    maxSpreadBps: among(1, 100, 2_000, 1_000_000, 0),
    maxJumpBps: among(1, 100, 500, 2_000, 1_000_000, 1.5),
    confirmJumpMs: among(0, 1, 100, 1_000, 86_400_001),
  },
  { requiredKeys: [] },
);

const settingsChange = fc.oneof(
  { weight: 1, arbitrary: fc.record({ maxLeverage: among(1, 10, 100, 1_000_000, 1_000_001, 0) }) },
  { weight: 1, arbitrary: fc.record({ maxQuoteAgeMs: among(0, 1, 5_000, 31_536_000_000, 31_536_000_001, -1) }) },
  { weight: 1, arbitrary: fc.record({ minQuantity: among('1', '2.000', '0', '-1', '0.5') }) },
  {
    weight: 1,
    arbitrary: fc.record({ maxQuantity: among('1', '50', '9007', '9007199254740991', '9007199254740992', '0') }),
  },
  { weight: 1, arbitrary: fc.record({ priceDecimals: among(0, 2, 12, 13) }) },
  { weight: 1, arbitrary: fc.record({ quantityDecimals: among(0, 3, 12, -1) }) },
  {
    weight: 1,
    arbitrary: fc.record({ asset: among('', 'WITH SPACE', 'é', 'x'.repeat(32), 'x'.repeat(33), 'toString') }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ guaranteedStopPpm: among<unknown>(undefined, 0, 1, 500_000, 1_000_000, 1_000_001, '5') }),
  },
  { weight: 2, arbitrary: fc.record({ minGuaranteedDistanceBps: among<unknown>(undefined, 0, 1, 500, 1_000_001) }) },
  // What an order that waits meets when it opens.
  {
    weight: 12,
    arbitrary: among<{ [field: string]: unknown }>(
      ...[{ mode: 'close_only' }, { mode: 'close_only' }, { mode: 'closed' }, { maxLeverage: 1 }, { maxLeverage: 3 }],
      ...[
        { minQuantity: '2' },
        { minQuantity: '2' },
        { maxQuantity: '0.01' },
        { minQuantity: '0.000000000001', maxQuantity: '0.000000000002' },
      ],
    ),
  },
  { weight: 12, arbitrary: fc.constant({}) },
  { weight: 10, arbitrary: guards },
);

const deposit = fc.oneof(
  among('0', '1000', '0.000001', '9007199254.740991'),
  among('9007199254.740992', '-0.000001', '1.0000001'),
);

const transferId: fc.Arbitrary<TransferId> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ number: fc.nat(40) }) },
  { weight: 1, arbitrary: fc.record({ held: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ closed: fc.nat(20) }) },
);

const amount: fc.Arbitrary<Amount> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ permille: fc.integer({ min: 0, max: 300 }) }) },
  { weight: 3, arbitrary: fc.record({ permille: fc.integer({ min: 999, max: 1_001 }) }) },
  { weight: 1, arbitrary: fc.record({ text: junkText }) },
);

/** Pages of so few orders that most accounts have several. */
const page = fc.record({ limit: fc.integer({ min: 1, max: 3 }), after: fc.nat(12) }, { requiredKeys: ['limit'] });
const hostilePage = among<unknown>(
  ...['all', null, [], { limit: 0 }, { limit: 101 }, { limit: 1.5 }, { limit: '1' }, { after: 1 }],
  ...[
    { limit: 1, after: -1 },
    { limit: 1, after: null },
    { limit: 100, after: 2 ** 53 },
    { limit: 1, more: true },
  ],
);

/** Limits near to what the accounts of these journals have open. */
const notionalLimit = among('1000000', '1000', '60.5', '20', '0.000001', '0', '1.0000001', '9007199254.740991');
const limits = fc.record(
  {
    maxOpenOrders: among<unknown>(1, 2, 5, 1_000, 1_001, 0, null, null),
    maxNotional: fc.oneof(notionalLimit, among<unknown>(null, null, 5)),
    maxTotalNotional: fc.oneof(notionalLimit, among<unknown>(null, null, '-')),
  },
  { requiredKeys: [] },
);

const validity: fc.Arbitrary<Validity | null> = sometimes(
  20,
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ beside }) },
    { weight: 2, arbitrary: fc.record({ beside: fc.integer({ min: 0, max: 3_000 }) }) },
    { weight: 1, arbitrary: fc.record({ value: junk }) },
  ),
);

type Opening = Extract<Intent, { kind: 'open' }>;

const opening: fc.Arbitrary<Opening> = fc.record({
  kind: fc.constant('open' as const),
  order,
  reuse: sometimes(15, fc.nat(3)),
  user,
  asset,
  side,
  terms,
  entry: entryTerms,
  against: sometimes(25, fc.nat(50)),
  validity,
});

/** Without these most journals have no more than one or two orders at a time. */
const soundOpening: fc.Arbitrary<Opening> = fc.record({
  kind: fc.constant('open' as const),
  order: fc.integer({ min: 151, max: 2_000 }),
  reuse: fc.constant(null),
  user: fc.nat(2),
  asset: fc.nat(3),
  side,
  terms: soundTerms,
  entry: soundEntry,
  against: sometimes(15, fc.nat(50)),
  validity: fc.constant(null),
});

const intent: fc.Arbitrary<Intent> = fc.oneof(
  // A spread below zero makes a crossed quote.
  {
    weight: 45,
    arbitrary: fc.record({
      kind: fc.constant('tick' as const),
      asset,
      move,
      spread: fc.oneof(
        { weight: 15, arbitrary: fc.nat(2) },
        { weight: 1, arbitrary: fc.integer({ min: -1, max: 20 }) },
      ),
      zeros: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(3) }),
      venue: fc.record({
        lag: sometimes(40, fc.integer({ min: -2, max: 4 })),
        source: sometimes(30, among('local', '')),
      }),
      byHand: sometimes(8, fc.constant(true)).map((value) => value === true),
    }),
  },
  { weight: 28, arbitrary: opening },
  { weight: 22, arbitrary: soundOpening },
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('update' as const),
      whose: changed,
      takeProfit: maybeLevel,
      stopLoss: maybeLevel,
      keep: fc.nat(3),
      change: orderChange,
      validity,
    }),
  },
  {
    weight: 7,
    arbitrary: fc.record({
      kind: fc.constant('close' as const),
      whose: subject,
      part: sometimes(70, part),
      validity,
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('cancel' as const), whose: waiting }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: among('close-all' as const, 'close-all' as const, 'cancel-all' as const),
      whose: subject,
      asset: sometimes(60, asset),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ kind: among('get-order' as const, 'void-order' as const), whose: subject }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('get-account' as const),
      user,
      orders: fc.oneof(fc.constant(undefined), page, hostilePage),
      isPrivate: sometimes(5, fc.constant(true)).map((value) => value === true),
      exposure: among<unknown>(undefined, undefined, undefined, true, false, 'yes'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('deposit' as const), user: fc.nat(3), deposit }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('set' as const),
      asset,
      of: sometimes(70, fc.oneof({ weight: 5, arbitrary: waiting }, { weight: 1, arbitrary: changed })),
      change: settingsChange,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('transfer' as const),
      id: transferId,
      user,
      as: among<unknown>('deposit', 'adjustment', 'adjustment', 'gift'),
      amount,
      note: among<unknown>(
        undefined,
        undefined,
        'a bonus',
        '',
        'x'.repeat(200),
        'x'.repeat(201),
        'two\nlines',
        '\ud800',
        7,
      ),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('hold' as const), id: transferId, user, amount }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('settle' as const),
      id: fc.oneof({ weight: 4, arbitrary: fc.record({ held: fc.nat(20) }) }, { weight: 1, arbitrary: transferId }),
      outcome: among<unknown>('paid', 'released', 'kept'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('group' as const),
      group: among<unknown>('default', 'default', 'default', 'default', 'gold', null),
      limits: fc.oneof(fc.constant({}), limits),
      positionMode: among<unknown>(undefined, 'hedging', 'netting', 'netting', 'net'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('account' as const),
      user,
      rights: among<unknown>(
        ...[undefined, undefined, 'some', 'close_only', 'close_only', 'none'],
        ...Array(6).fill('full'),
      ),
      limits: fc.oneof(
        { weight: 4, arbitrary: fc.constant(undefined) },
        { weight: 4, arbitrary: limits },
        { weight: 1, arbitrary: junk },
      ),
      pause: sometimes(15, fc.oneof(fc.integer({ min: -1, max: 300 }), among(31_622_400_001))),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('reset' as const), id: transferId, user, deposit }),
  },
  // There is no higher version among them: it would stop the engine.
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('rules' as const),
      version: among<unknown>(1, 2, 3, 4, 5, 5, 6, 6, 7, 7, 0, '3', null),
    }),
  },
);

const actor = sometimes(
  20,
  fc.oneof(
    { weight: 8, arbitrary: among<unknown>('desk:ada', 'Ä', 'x'.repeat(64)) },
    { weight: 1, arbitrary: among<unknown>('', 'x'.repeat(65), 'two\nlines', '\u202e', '\ud800', 7, 'malformed') },
  ),
);

const step: fc.Arbitrary<Step> = fc.record({ gap, intent, damage: sometimes(7, damage), actor });

export const journalSteps: fc.Arbitrary<Step[]> = fc.array(step, { minLength: 1, maxLength: 300, size: 'max' });

/** Most journals begin under the newest rules, and half of these with accounts that net. */
export const beginning: fc.Arbitrary<Beginning> = fc.record({
  rules: fc.oneof({ weight: 3, arbitrary: fc.constant(7) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 6 }) }),
  positionMode: among('hedging' as const, 'netting' as const),
});
