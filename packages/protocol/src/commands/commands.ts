import type { Command } from '@fulcrum/cfd';
import { z } from 'zod';
import {
  anyNumber,
  assetClass,
  assetName,
  decimal,
  marketMode,
  priceSource,
  replyTo,
  requestId,
  side,
  timeMs,
  uuid,
} from '../values.ts';

/**
 * What may stand in engine-stream (DESIGN, section 3). A quantity or level that is any string, and a leverage that is
 * any number, pass: the core has a check and a code of its own for each.
 */

const asset = z.string();
const level = z.string();

/** A number, or its digits as text: the venues write it in both ways, and nothing depends on it. */
const microseconds = z.union([z.int().nonnegative(), z.string().regex(/^\d{1,20}$/)]);

const DAY_MS = 86_400_000;

/** A hundred times the price: more could be left out. */
const guardBps = z.int().positive().max(1_000_000);

/** Ignored where it is malformed, as by versions that do not know it: then nobody can be answered. */
const asker = { replyTo: replyTo.optional().catch(undefined) };

/** The most orders of one answer. */
export const MAX_ORDERS_PER_PAGE = 100;

/** As many orders may be named whose closing prices are asked for. */
export const MAX_PRICES = 100;

/** The core refuses a malformed one, if the rules look at it at all. */
const ordersPage = z
  .union([
    z.object({ limit: z.int().min(1).max(MAX_ORDERS_PER_PAGE), after: z.int().nonnegative().optional() }),
    z.literal('malformed'),
  ])
  .optional()
  .catch('malformed');

/** Likewise: the first two versions of the rules take anything here. */
const perishable = {
  validUntil: z
    .union([timeMs, z.literal('malformed')])
    .optional()
    .catch('malformed'),
};

const order = { requestId, orderId: uuid, userId: uuid };

export const commandSchemas = {
  'set-instrument': z.object({
    requestId: requestId.optional(),
    asset: assetName,
    priceDecimals: z.int().nonnegative(),
    quantityDecimals: z.int().nonnegative(),
    minQuantity: decimal,
    maxQuantity: decimal,
    maxLeverage: z.int().min(1).max(1_000_000),
    maxQuoteAgeMs: z
      .int()
      .nonnegative()
      .max(365 * DAY_MS),
    assetClass: assetClass.optional(),
    mode: marketMode.optional(),
    maxSpreadBps: guardBps.optional(),
    maxJumpBps: guardBps.optional(),
    confirmJumpMs: z.int().nonnegative().max(DAY_MS).optional(),
  }),
  'set-rules': z.object({ requestId: requestId.optional(), version: z.int().min(1) }),
  'create-account': z.object({ requestId, userId: uuid, deposit: decimal }),
  'price-update': z.object({
    asset,
    bid: decimal,
    ask: decimal,
    exchangeTime: microseconds.optional(),
    source: priceSource.optional(),
  }),
  'create-order': z.object({
    ...order,
    asset,
    side,
    quantity: z.string(),
    leverage: anyNumber,
    takeProfit: level.optional(),
    stopLoss: level.optional(),
    expectedPrice: decimal.optional(),
    maxSlippageBps: z.int().nonnegative().optional(),
    ...perishable,
  }),
  'update-order': z.object({
    ...order,
    takeProfit: level.nullable().optional(),
    stopLoss: level.nullable().optional(),
    ...perishable,
  }),
  'close-order': z.object({ ...order, ...perishable }),
  'get-account': z.object({
    requestId,
    userId: uuid,
    ...asker,
    orders: ordersPage,
    prices: z.array(uuid).max(MAX_PRICES).optional().catch(undefined),
  }),
  'get-order': z.object({ ...order, ...asker }),
  'void-order': z.object(order),
};

export type CommandType = keyof typeof commandSchemas;

/** The data of a command, by its type. */
export type CommandData<Type extends CommandType> = z.input<(typeof commandSchemas)[Type]>;

const namedBy = z.object({
  requestId: requestId.optional().catch(undefined),
  orderId: uuid.optional().catch(undefined),
  userId: uuid.optional().catch(undefined),
  ...asker,
});

/** They change nothing, and their answers concern nobody but who asked. */
export const READS: ReadonlySet<string> = new Set<CommandType>(['get-account', 'get-order']);

/** The engine reads every command with these: each is one function, made of its schema by zod. */
const compiledSchemas = new Map(
  Object.entries(commandSchemas).map(([type, schema]) => [type, z.compile<z.ZodType<object>>(schema)]),
);

/**
 * The longest data that is looked at, in UTF-16 units: more than any command needs, and little enough that to parse it
 * never holds the log up. A longer one could name a request only if it were parsed, so nobody is answered.
 */
const MAX_DATA_LENGTH = 16_384;

/**
 * Reads an engine-stream entry. One that makes no sense becomes the command `invalid`, which names whom to answer if
 * the entry does; nothing that stands in an entry makes this throw.
 *
 * @param data the JSON text of the entry's field `data`.
 */
export function decodeCommand(type: string, data: string): Command {
  if (data.length > MAX_DATA_LENGTH) return { type: 'invalid', message: 'data is too long' };
  let json: unknown;
  try {
    json = JSON.parse(data);
  } catch {
    return { type: 'invalid', message: 'data is not JSON' };
  }
  return readCommand(type, json);
}

function readCommand(type: string, json: unknown): Command {
  const schema = compiledSchemas.get(type);
  if (schema === undefined) return invalid(type, json, 'unknown type of command');
  const parsed = schema.safeParse(json);
  if (!parsed.success) return invalid(type, json, describe(parsed.error));
  return { type, ...parsed.data } as Command;
}

function invalid(type: string, json: unknown, message: string): Command {
  const named = namedBy.safeParse(json);
  return { type: 'invalid', ...named.data, message, isRead: READS.has(type) };
}

/** The first fault is enough for a program; a person sees which field it is. */
function describe(error: z.ZodError): string {
  const [fault] = error.issues;
  if (fault === undefined) return 'wrong shape';
  return fault.path.length === 0 ? fault.message : `${fault.path.join('.')}: ${fault.message}`.slice(0, 200);
}
