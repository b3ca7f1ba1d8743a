import { type QueryKey, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

/** Rows in a page, and the most pages that are read. Whoever wants more asks the venue with a program. */
export const PAGE = 100;
const MAX_PAGES = 20;

/** What is recorded later than usual is seen by then. */
const LOOK_EVERY_MS = 30_000;

/** The newest rows of a list, without a gap. */
export interface Pages<Row> {
  readonly rows: readonly Row[];
  /** Of pages, so many are wanted. */
  readonly wanted: number;
  /** Whether the list goes on behind them. */
  readonly hasOlder: boolean;
}

/** Reads the page behind some rows; the newest one behind none. */
export type ReadPage<Row> = (behind: readonly Row[], signal?: AbortSignal) => Promise<readonly Row[]>;

/** A list that grows at its top, and is read page by page. */
export function usePages<Row>(queryKey: QueryKey, readPage: ReadPage<Row>) {
  const client = useQueryClient();
  const known = () => client.getQueryData<Pages<Row>>(queryKey);
  const { data, error, isPending, refetch } = useQuery({
    queryKey,
    queryFn: ({ signal }) => readPages(known()?.wanted ?? 1, readPage, signal),
    refetchInterval: LOOK_EVERY_MS,
  });
  const older = useMutation({
    mutationFn: async () => {
      client.setQueryData<Pages<Row>>(queryKey, (pages) => pages && { ...pages, wanted: pages.wanted + 1 });
      await client.refetchQueries({ queryKey });
    },
  });
  return { pages: data, error, isPending, refetch, loadOlder: () => older.mutate(), isLoadingOlder: older.isPending };
}

/** Reads all pages anew, each from where the one before ends: what came meanwhile leaves no gap. */
export async function readPages<Row>(
  wanted: number,
  readPage: ReadPage<Row>,
  signal?: AbortSignal,
): Promise<Pages<Row>> {
  const rows: Row[] = [];
  for (let page = 0; page < wanted; page += 1) {
    const read = await readPage(rows, signal);
    rows.push(...read);
    if (read.length < PAGE) return { rows, wanted: page + 1, hasOlder: false };
  }
  return { rows, wanted, hasOlder: true };
}

/** Whether no more of a list is shown, though there is more. */
export function isCut({ wanted, hasOlder }: Pages<unknown>): boolean {
  return hasOlder && wanted >= MAX_PAGES;
}
