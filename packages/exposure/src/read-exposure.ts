import { type Connection, entriesAfter } from '@fulcrum/streams';
import { beginExposure, type ExposureSource } from './begin-exposure.ts';
import type { Exposure } from './exposure.ts';

/**
 * What clients have open now.
 *
 * @param redis for short reads.
 * @returns undefined while that is not known: a loss of the log is not in a snapshot yet.
 */
export async function readExposure(source: ExposureSource, redis: Connection): Promise<Exposure | undefined> {
  const begun = await beginExposure(source, redis);
  if ('doubtfulUpTo' in begun) return undefined;
  const { exposure, behind } = begun;
  for await (const entry of entriesAfter(redis, source.keys.output, behind)) exposure.take(entry);
  return exposure;
}
