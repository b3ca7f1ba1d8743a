import { z } from 'zod';
import { assetName, decimal, priceSource } from '../value-schemas.ts';

/** Far more digits than any price has. A hostile entry could make each screen's message as long as it likes. */
const amount = decimal.max(4_096);

/** What stands in price-stream: a tick with what a screen wants to see and the engine does not. */
export const priceTickSchema = z.object({
  asset: assetName,
  bid: amount,
  bidQuantity: amount,
  ask: amount,
  askQuantity: amount,
  /** Microseconds, as text; empty when the source does not tell. */
  exchangeTime: z.string().regex(/^\d{0,20}$/),
  source: priceSource,
  /** What is known of all sources, as the text of a list; absent where there is only one. */
  sources: z.string().max(1_024).optional(),
  /** Since when this source is used, in milliseconds. */
  sourceSince: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
});

/** What a screen is told of one of several sources of an asset's price. */
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

/** Reads what a tick says of all sources; one that makes no sense says nothing. */
export function readSources(text: string | undefined): SourceReport[] | undefined {
  if (text === undefined) return undefined;
  try {
    return reports.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

export type PriceTick = z.infer<typeof priceTickSchema>;
