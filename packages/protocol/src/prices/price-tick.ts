import { z } from 'zod';
import { assetName, decimal, priceSource } from '../value-schemas.ts';

/** Far more digits than any price has. Without a limit a hostile entry could make the messages to all screens huge. */
const amount = decimal.max(4_096);

/** An entry of price-stream: a tick, with the fields that only screens need. */
export const priceTickSchema = z.object({
  asset: assetName,
  bid: amount,
  bidQuantity: amount,
  ask: amount,
  askQuantity: amount,
  /** Microseconds, as text; empty when the source does not tell. */
  exchangeTime: z.string().regex(/^\d{0,20}$/),
  source: priceSource,
  /** The state of all sources, as the text of a list; absent where there is only one. */
  sources: z.string().max(1_024).optional(),
  /** Since when this source has been used, in milliseconds since 1970. */
  sourceSince: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
});

/** The state of one of several sources of an asset's price, for screens. */
export const sourceReportSchema = z.object({
  source: priceSource,
  healthy: z.boolean().meta({ description: 'Ticks come from it' }),
  deviationBps: z
    .int()
    .nonnegative()
    .nullable()
    .meta({ description: 'How far its middle price is from that of the source that is used, in ten-thousandths' }),
});

export type SourceReport = z.infer<typeof sourceReportSchema>;

const reports = z.array(sourceReportSchema);

/** Reads the state of all sources out of a tick; undefined where it is malformed. */
export function readSources(text: string | undefined): SourceReport[] | undefined {
  if (text === undefined) return undefined;
  try {
    return reports.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

export type PriceTick = z.infer<typeof priceTickSchema>;
