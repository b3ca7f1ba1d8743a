import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { call } from '../../api/client.ts';
import { usePages } from '../blocks/tables/use-pages.ts';
import { useFetched } from '../blocks/use-fetched.ts';

const entry = z.object({
  ...{ number: z.int(), at: z.int(), actor: z.string(), actorEmail: z.string().nullable(), role: z.string() },
  ...{ address: z.string(), act: z.string(), subject: z.string(), content: z.unknown(), hash: z.string() },
});

/** A row of the audit log. */
export type AuditEntry = z.infer<typeof entry>;

const auditAnswer = z.object({ entries: z.array(entry), next: z.int().optional() });

/** Which rows are looked for. What is empty is not asked for. */
export interface AuditFilter {
  readonly actor?: string | undefined;
  readonly subject?: string | undefined;
  readonly act?: string | undefined;
  /** A day of this place, as 2026-11-30: from its beginning on. */
  readonly from?: string | undefined;
  /** Up to its end. */
  readonly to?: string | undefined;
}

const PATH = '/desk/audit';

export function useAudit({ from, to, ...named }: AuditFilter) {
  return usePages({
    path: PATH,
    query: { ...named, from: beginningOf(from), to: beginningOf(to, 1) },
    schema: auditAnswer,
    rowsOf: ({ entries }) => entries,
    cursor: 'before',
  });
}

/** One row; undefined where there is none of this number. */
export function useAuditEntry(number: number) {
  const isNumber = Number.isSafeInteger(number) && number > 0;
  const { data, ...fetched } = useFetched({
    path: PATH,
    query: { before: number + 1, limit: 1 },
    schema: auditAnswer,
    isWanted: isNumber,
  });
  const isThere = data !== undefined || !isNumber;
  return { ...fetched, data: isThere ? { entry: data?.entries.find((each) => each.number === number) } : undefined };
}

/** The first moment of a day of this place, or of the one so many days behind it. */
export function beginningOf(day: string | undefined, daysLater = 0): number | undefined {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day ?? '');
  if (parts === null) return undefined;
  const [year = 0, month = 0, date = 0] = parts.slice(1).map(Number);
  return new Date(year, month - 1, date + daysLater).getTime();
}

const place = z.object({ number: z.int(), hash: z.string() });

const checkAnswer = z.object({
  ...{ checked: place, head: place, isDone: z.boolean() },
  fault: z.object({ number: z.int(), kind: z.string(), message: z.string() }).nullable(),
});

/** How far the chain is whole, or where it is broken. */
export type Checked = z.infer<typeof checkAnswer>;

/** Checks the whole chain from its first row on, a piece at a time, and tells how far it is. */
export function useChainCheck() {
  const [soFar, setSoFar] = useState<Checked>();
  const checking = useMutation({
    mutationFn: async (): Promise<Checked> => {
      setSoFar(undefined);
      let again: 'true' | undefined = 'true';
      for (;;) {
        const { data } = await call({ path: `${PATH}/check`, query: { again }, schema: checkAnswer });
        setSoFar(data);
        if (data.isDone) return data;
        again = undefined;
      }
    },
  });
  return { check: checking.mutate, isPending: checking.isPending, error: checking.error, checked: soFar };
}
