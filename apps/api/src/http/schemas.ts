import { emailAddress } from '@fulcrum/mail';
import {
  accountFigureFields,
  accountSettingFields,
  decimal,
  HISTORY_ID,
  heldPriceFields,
  instrumentFields,
  MAX_ORDERS_PER_PAGE,
  ORDER_CURSOR,
  priceTickSchema,
  rejectionCode,
  sourceReportSchema,
  timeMs,
  uuid,
} from '@fulcrum/protocol';
import { z } from 'zod';
import { INTERVAL_SECONDS, type Interval } from '../market/intervals.ts';
import { givenPassword, isOwnAddress, newPassword, OWN_ADDRESS, provingPassword } from '../passwords/password.ts';
import { cancelledOrder, closedOrder, openOrder, orderParams, pendingOrder, reducedOrder } from './order-schemas.ts';

/** What the REST API takes and gives. Everything that it takes is checked by these schemas. Unknown fields are refused. */

const email = emailAddress.meta({
  example: 'ada@example.com',
  description: 'It is kept in small letters, with its domain in ASCII: ada@bücher.example is ada@xn--bcher-kva.example',
});
const chosenPassword = newPassword.meta({
  ...{
    format: 'password',
    description: 'From 12 to 256 characters of any kind, and none of the most common passwords',
  },
});
const presentPassword = givenPassword.meta({ format: 'password' });

export const signupBody = z.strictObject({ email });

export const passwordSignupBody = z
  .strictObject({ email, password: chosenPassword })
  .refine(({ email, password }) => !isOwnAddress(password, email), { path: ['password'], message: OWN_ADDRESS });

export const passwordSigninBody = z.strictObject({ email, password: presentPassword });

export const passwordBody = z.strictObject({
  password: chosenPassword,
  presentPassword: provingPassword,
});

export const endSessionBody = z.strictObject({ sessionId: uuid });

export const sessionsReply = z.object({
  sessions: z.array(
    z.object({
      sessionId: uuid,
      isOwn: z.boolean().meta({ description: 'Whether it is the one that asks' }),
      userAgent: z.string().meta({ description: 'What the program that signed in calls itself' }),
      device: z.string().meta({ description: 'The same in words for people', example: 'Firefox on Linux' }),
      address: z.string().meta({ description: 'The network that it came from' }),
      isByLink: z.boolean(),
      ...{ startedAt: timeMs, expiresAt: timeMs },
      lastUsedAt: timeMs.meta({ description: 'To the minute' }),
    }),
  ),
});

export const securityReply = z.object({
  hasPassword: z.boolean(),
  hasSecondFactor: z.boolean(),
  recoveryCodesLeft: z.int(),
  mayReset: z.boolean().meta({ description: 'A password may be set without the present one' }),
});

export const signupReply = z.object({
  message: z.string(),
  devLink: z.url().optional().meta({ description: 'The sign-in link itself: only where no mail is sent out' }),
});

export const verifyQuery = z.object({
  token: z.string().min(1).max(128),
  password: z.literal('drop').optional().meta({
    description: 'Signs in without the password that was chosen when the link was asked for: it never counts',
  }),
});

const user = z.object({ id: uuid, email: z.string(), balance: decimal });

export const verifyReply = z.object({ token: z.string().meta({ description: 'The session token' }), user });

export const sessionReply = z.object({ message: z.string(), userId: uuid, expiresAt: timeMs });

export const meReply = z.object({
  user: z.object({ userId: uuid, email: z.string(), expiresAt: timeMs, createdAt: timeMs }).nullable(),
  needsCode: z.literal(true).optional().meta({
    description: 'Whoever asks has signed in, but for the code of the second factor',
  }),
});

export const messageReply = z.object({ message: z.string() });

/** Digits alone, as people write a number. `Number` would also take `0x10`, `1e2` and spaces around it. */
export const pageLimit = (maximum: number) =>
  z
    .string()
    .refine(
      (text) => /^\d{1,9}$/.test(text) && Number(text) >= 1 && Number(text) <= maximum,
      `must be a whole number from 1 to ${maximum}`,
    )
    .transform(Number)
    .meta({ override: { type: 'integer', minimum: 1, maximum } });

export const openOrdersQuery = z.strictObject({
  limit: pageLimit(MAX_ORDERS_PER_PAGE).optional().meta({
    description:
      'The most orders of a page. Without limit and cursor all orders come: those that were open at one moment, valued at the prices of that moment.',
  }),
  cursor: z
    .string()
    .regex(ORDER_CURSOR, 'must be the nextCursor of the page before')
    .optional()
    .meta({ description: 'The nextCursor of the page before. Each page is as of its own moment; the last has none.' }),
});

export const eventsQuery = z.strictObject({
  limit: pageLimit(500)
    .default(100)
    .meta({ override: { default: 100 } }),
  cursor: z.string().regex(HISTORY_ID, 'must be the nextCursor of the page before').optional(),
});

export const pageQuery = z.strictObject({
  limit: pageLimit(500)
    .default(50)
    .meta({ override: { default: 50 } }),
  cursor: z.string().regex(HISTORY_ID, 'must be the nextCursor of an earlier page').optional(),
});

export const orderReply = z
  .object({
    orderId: orderParams.shape.orderId,
    status: z.enum(['pending', 'placed', 'open', 'closed', 'cancelled', 'reduced', 'rejected', 'lost']).meta({
      description:
        '`pending`: not known yet. `placed`: it waits for its price. `reduced`: it closed others, and had nothing left to open.',
    }),
    order: z.union([openOrder, pendingOrder, closedOrder, cancelledOrder, reducedOrder]).optional(),
    rejection: z
      .object({
        code: rejectionCode,
        message: z.string(),
        rejectedAt: timeMs.optional().meta({ description: 'Absent where its id is refused each time, as used' }),
      })
      .optional()
      .meta({ description: 'Why it was not opened; of one that is lost, why a sending before the loss was refused' }),
    loss: z
      .object({ after: timeMs, before: timeMs })
      .optional()
      .meta({ description: 'What came to the log between the two is gone, also what was acknowledged' }),
  })
  .meta({ id: 'OrderStatus' });

export const closedOrdersQuery = pageQuery.extend({
  include: z.enum(['cancelled']).optional().meta({
    description: 'Also the pending orders that ended without opening. They have a `code`, and no `reason`.',
  }),
});

export const balanceReply = z
  .object({ userId: uuid, ...accountFigureFields, ...accountSettingFields })
  .meta({ id: 'Balance' });

export const instrumentsReply = z.object({
  instruments: z.array(z.object(instrumentFields).meta({ id: 'Instrument' })),
});

const heldPrice = z
  .object(heldPriceFields)
  .omit({ asset: true })
  .meta({ description: 'A price far from the one before it, which waits for another to confirm it' });

const quote = priceTickSchema
  .extend({
    sources: z
      .array(sourceReportSchema)
      .optional()
      .meta({ description: 'All sources, the preferred one first, where there are several' }),
    sourceSince: timeMs.optional().meta({ description: 'Since when this source is used' }),
    time: timeMs,
    ageMs: z
      .int()
      .meta({ description: 'How long ago it reached the log, or was seen by this process if that is longer ago' }),
    stale: z.boolean().meta({ description: 'Not to trade at: too old, or a price is held' }),
    held: heldPrice.optional(),
  })
  .meta({ id: 'Quote' });

export const quotesReply = z.object({ quotes: z.array(quote) });

/** Ten digits reach to the year 2286. */
const utcSeconds = z
  .string()
  .regex(/^\d{1,10}$/, 'must be seconds since 1970, such as 1726056000')
  .transform(Number)
  .meta({ description: 'Seconds since 1970', example: '1726056000' });

export const klinesQuery = z.strictObject({
  symbol: z.string().min(1).max(32).meta({ example: 'BTC_USDC' }),
  interval: z
    .enum(Object.keys(INTERVAL_SECONDS) as [Interval, ...Interval[]])
    .meta({ description: 'Candles of one second are kept for 48 hours, the others for good' }),
  startTime: utcSeconds.meta({ description: 'Seconds since 1970: the candles that begin then or later' }),
  endTime: utcSeconds.optional().meta({ description: 'Seconds since 1970: the candles that begin before it; now' }),
});

export type KlinesQuery = z.output<typeof klinesQuery>;

const noVolume = z.literal('0').meta({ description: 'Always 0: quotes have no volume' });
const ticks = z.string().meta({ description: 'How many quotes came', example: '11873' });
const utcTime = z.string().meta({ description: 'UTC', example: '2024-09-11 12:00:00' });
const pastSource = z.string().optional().meta({
  description: 'Who told it, where it is, in part or whole, of before our own quotes: a venue, or `made-up`',
  example: 'backpack',
});
const volumes = { volume: noVolume, quoteVolume: noVolume, trades: ticks };

export const klinesReply = z.array(
  z
    .object({
      ...{ start: utcTime, end: utcTime, open: decimal, high: decimal, low: decimal, close: decimal, ...volumes },
      source: pastSource,
    })
    .meta({
      id: 'Kline',
      description:
        'What the bid did, or before our own quotes what the source tells. Where nothing came there is no candle.',
    }),
);

export const tickersReply = z.array(
  z
    .object({
      symbol: z.string(),
      firstPrice: decimal,
      lastPrice: decimal,
      priceChange: decimal,
      priceChangePercent: decimal.meta({ description: 'Of firstPrice, rounded to 2 digits', example: '-1.25' }),
      high: decimal,
      low: decimal,
      ...volumes,
      since: timeMs.meta({ description: 'When the first minute begins that counts, in milliseconds since 1970' }),
      source: pastSource,
    })
    .meta({ id: 'Ticker', description: 'What the bid did in the last 24 hours' }),
);
