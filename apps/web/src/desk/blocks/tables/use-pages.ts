import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { call, type Query } from '../../../api/client.ts';

/** What each page of a list tells: where it is there, another page follows. */
interface PageAnswer {
  readonly next?: string | number | undefined;
}

export interface PagedList<Row> {
  /** Undefined until the first page is there. */
  readonly rows: readonly Row[] | undefined;
  readonly hasMore: boolean;
  readonly isAskingMore: boolean;
  /** Whether the rows are still those of what was asked before. */
  readonly isOld: boolean;
  readonly error: Error | null;
  readonly askMore: () => void;
  readonly askAgain: () => void;
}

export interface WantedPages<Schema extends z.ZodType<PageAnswer>, Row> {
  /** Below /api/v1. */
  readonly path: string;
  readonly query?: Query;
  readonly schema: Schema;
  readonly rowsOf: (page: z.output<Schema>) => readonly Row[];
  /** How often the pages that are shown are asked for again. */
  readonly everyMs?: number;
  /** What the place is called from which a page goes on. */
  readonly cursor?: 'after' | 'before';
}

/** A list of the desk, page by page, each begun behind the last row of the one before. */
export function usePages<Schema extends z.ZodType<PageAnswer>, Row>({
  path,
  query = {},
  schema,
  rowsOf,
  everyMs,
  cursor = 'after',
}: WantedPages<Schema, Row>): PagedList<Row> {
  const { data, error, hasNextPage, isFetchingNextPage, isPlaceholderData, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: ['desk', path, query],
    queryFn: async ({ pageParam, signal }) =>
      (await call({ path, query: { ...query, [cursor]: pageParam }, schema, signal })).data,
    initialPageParam: undefined as string | number | undefined,
    getNextPageParam: ({ next }) => next,
    // The rows stay while a filter is typed.
    placeholderData: keepPreviousData,
    ...(everyMs === undefined ? {} : { refetchInterval: everyMs }),
  });
  return {
    rows: data?.pages.flatMap((page) => rowsOf(page)),
    hasMore: hasNextPage,
    isAskingMore: isFetchingNextPage,
    isOld: isPlaceholderData,
    error,
    askMore: () => void fetchNextPage(),
    askAgain: () => void refetch(),
  };
}
