import { type Kind, REJECTIONS, type RejectionCode, type ValueField, WORDS } from '@fulcrum/cfd';
import { z } from 'zod';
import {
  actor,
  anyNumber,
  assetClass,
  assetName,
  decimal,
  marketMode,
  note,
  priceSource,
  replyTo,
  requestId,
  side,
  timeMs,
  uuid,
} from '../value-schemas.ts';
import type { Form } from './table-schemas.ts';

/** The most orders of one answer. */
export const MAX_ORDERS_PER_PAGE = 100;

/** The most orders that a read may name to learn their closing prices. */
export const MAX_PRICES = 100;

/** A hundred times the price. A greater limit would be as good as none. */
const MAX_BPS = 1_000_000;

export const rejectionCode = z
  .enum(Object.keys(REJECTIONS) as [RejectionCode, ...RejectionCode[]])
  .meta({ description: 'Why the engine refused a command. A code never changes its meaning.' });

/** The schema of each kind of value in an event. Limits hold for commands alone: the engine's own values are trusted. */
const eventKinds: Readonly<Record<Kind, z.ZodType>> = {
  side,
  mode: marketMode,
  closeReason: z.enum(WORDS.closeReason),
  heldOutcome: z.enum(WORDS.heldOutcome),
  orderStatus: z.enum(WORDS.orderStatus),
  orderType: z.enum(WORDS.orderType),
  pendingType: z.enum(WORDS.pendingType),
  positionMode: z.enum(WORDS.positionMode),
  transferKind: z.enum(WORDS.transferKind),
  holdOutcome: z.enum(WORDS.holdOutcome),
  rights: z.enum(WORDS.rights),
  uuid,
  requestId,
  assetName: z.string(),
  asset: z.string(),
  assetClass,
  group: z.string(),
  source: priceSource,
  asker: replyTo,
  actor,
  rejectionCode,
  cancelCode: z.union([z.literal('requested'), rejectionCode]),
  text: z.string(),
  note,
  flag: z.boolean(),
  amount: z.string(),
  decimal,
  price: decimal,
  quantity: decimal,
  money: decimal,
  percent: decimal,
  number: anyNumber,
  whole: z.int(),
  natural: z.int().nonnegative(),
  bps: z.int(),
  time: timeMs,
  microseconds: z.union([z.int().nonnegative(), z.string().regex(/^\d{1,20}$/)]),
  ordersPage: z.object({ limit: z.int().min(1).max(MAX_ORDERS_PER_PAGE), after: z.int().nonnegative().optional() }),
  uuids: z.array(uuid).max(MAX_PRICES),
};

/** How events are read. */
export const EVENT_FORM: Form = {
  schemaOf: ({ kind }) => eventKinds[kind],
  isTolerant: false,
  describe: ({ kind }) => (kind === 'mode' ? 'open, where it is absent' : undefined),
};

/** How commands are read. Anybody may have sent them. */
export const COMMAND_FORM: Form = { schemaOf: valueOfCommand, isTolerant: true };

function valueOfCommand({ kind, least, most }: ValueField): z.ZodType {
  if (kind === 'assetName') return assetName;
  if (kind === 'bps') return z.int().positive().max(MAX_BPS);
  if (kind !== 'whole') return eventKinds[kind];
  const atLeast = least === undefined ? z.int() : z.int().min(least);
  return most === undefined ? atLeast : atLeast.max(most);
}
