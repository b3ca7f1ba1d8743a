import { decimal, timeMs } from '@fulcrum/protocol';
import { z } from 'zod';
import { pageLimit } from '../../http/schemas.ts';
import { client } from '../clients/clients-schemas.ts';
import { MAX_DESK_PAGE } from '../lists/list-schemas.ts';

/** What the routes about risk take and give. Amounts are of this shard's clients. */

const asOf = timeMs.meta({ description: 'When this was so. Prices are those of now' });
const money = decimal.nullable().meta({ description: 'null: there is no price' });

const side = z.object({ quantity: decimal, positions: z.int(), notional: money, unrealizedPnl: money });

const quote = z
  .object({ bid: decimal, ask: decimal, time: timeMs, ageMs: z.int(), stale: z.boolean() })
  .nullable()
  .meta({ description: 'null: there is no price' });

export const exposureReply = z.object({
  asOf,
  instruments: z.array(
    z
      .object({
        asset: z.string(),
        long: side.meta({ description: 'At the bid, at which it would close' }),
        short: side.meta({ description: 'At the ask' }),
        net: z.object({ quantity: decimal, notional: money }).meta({
          description: 'What the house carries against its clients: negative where they have bought more than sold',
        }),
        unrealizedPnl: money.meta({
          description: 'That of the clients, to a millionth for each position: the house has the opposite',
        }),
        quote,
      })
      .meta({ id: 'InstrumentExposure' }),
  ),
});

/** A day that there is. */
const day = z
  .string()
  .regex(/^(19[7-9]\d|2\d{3})-\d{2}-\d{2}$/, 'must be a day such as 2026-11-30')
  .refine(
    (text) => !Number.isNaN(Date.parse(text)) && new Date(Date.parse(text)).toISOString().startsWith(text),
    'must be a day that there is',
  )
  .meta({ description: 'In UTC', example: '2026-11-30' });

export const houseResultQuery = z.strictObject({
  from: day,
  to: day.meta({ description: 'In UTC. It belongs to the range, which has at most 366 days' }),
  by: z
    .enum(['day', 'instrument', 'client'])
    .default('day')
    .meta({ override: { default: 'day' } }),
});

const sum = { amount: decimal, entries: z.int().meta({ description: 'Entries of the ledger that it adds up' }) };
const ofClient = z.object({ userId: z.uuid(), client: client.nullable(), ...sum });

export const houseResultReply = z
  .object({
    ...{ from: z.string(), to: z.string(), asOf, total: z.object(sum) },
    days: z
      .array(z.object({ day: z.string(), ...sum }))
      .optional()
      .meta({ description: 'Those with entries' }),
    instruments: z
      .array(z.object({ asset: z.string().nullable(), ...sum }))
      .optional()
      .meta({ description: 'null: the history does not tell of which' }),
    gains: z.array(ofClient).optional().meta({ description: 'The clients out of whom the house got the most' }),
    losses: z.array(ofClient).optional().meta({ description: 'The clients to whom the house lost the most' }),
  })
  .meta({ id: 'HouseResult' });

export const extremeQuery = z.strictObject({
  limit: pageLimit(MAX_DESK_PAGE)
    .default(20)
    .meta({ override: { default: 20 } }),
});

export const positionsReply = z.object({
  asOf: asOf.meta({
    description: 'When these positions were open: ten seconds ago at most, while the engine runs. Prices are live',
  }),
  positions: z.array(
    z
      .object({
        ...{ orderId: z.uuid(), userId: z.uuid(), client: client.nullable(), asset: z.string() },
        ...{ side: z.enum(['buy', 'sell']), quantity: decimal, leverage: z.int(), openPrice: decimal },
        ...{ margin: decimal, openedAt: timeMs, liquidationPrice: decimal },
        price: decimal.meta({ description: 'At which it would close' }),
        notional: decimal,
        unrealizedPnl: decimal,
        distancePercent: decimal.meta({
          description:
            'How far the price is from the liquidation, in percent of the price: negative where it is beyond',
        }),
      })
      .meta({ id: 'ExtremePosition' }),
  ),
});
