import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { call, type Query } from '../../api/client.ts';

export interface Fetched<Data> {
  /** Undefined until it is there. */
  readonly data: Data | undefined;
  readonly error: Error | null;
  /** When it came, by this machine's clock. */
  readonly at: number;
  readonly askAgain: () => void;
}

export interface Wanted<Schema extends z.ZodType> {
  /** Below /api/v1. */
  readonly path: string;
  readonly query?: Query;
  readonly schema: Schema;
  /** How often it is asked for again, while the page is seen. */
  readonly everyMs?: number;
  /** Whether nothing is kept for the next time: what is decided about must not be what was seen some minutes ago. */
  readonly isFresh?: boolean;
  /** Whether it is asked for at all. */
  readonly isWanted?: boolean;
}

/** What the desk shows as one thing, and not page by page. */
export function useFetched<Schema extends z.ZodType>(wanted: Wanted<Schema>): Fetched<z.output<Schema>> {
  const { path, query = {}, schema, everyMs, isFresh = false, isWanted = true } = wanted;
  const { data, error, dataUpdatedAt, refetch } = useQuery({
    queryKey: ['desk', path, query],
    queryFn: async ({ signal }) => (await call({ path, query, schema, signal })).data,
    enabled: isWanted,
    ...(isFresh ? { gcTime: 0 } : {}),
    ...(everyMs === undefined ? {} : { refetchInterval: everyMs, refetchOnWindowFocus: 'always' as const }),
  });
  return { data, error, at: dataUpdatedAt, askAgain: () => void refetch() };
}
