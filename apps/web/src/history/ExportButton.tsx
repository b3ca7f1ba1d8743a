import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { notify } from '../notices/notices.ts';
import { Button } from '../ui/Button.tsx';
import type { ClosedOrders } from './closed-orders.ts';
import { exportOrders, MOST_EXPORTED } from './export-orders.ts';
import type { TradeFilter } from './trade-filter.ts';

export interface ExportButtonProps {
  readonly known: ClosedOrders;
  readonly filter: TradeFilter;
}

/** Saves what matches, also of what is not loaded yet. While it fetches that, it says how far it is, and stops it. */
export function ExportButton({ known, filter }: ExportButtonProps) {
  const [count, setCount] = useState(0);
  const stopping = useRef<AbortController>(undefined);
  // Who leaves, or signs out, wants no file any more.
  useEffect(() => () => stopping.current?.abort(), []);
  const exporting = useMutation({
    mutationFn: ({ signal }: AbortController) => exportOrders({ known, filter, signal, onProgress: setCount }),
    onSuccess: ({ count: saved, isCut }) =>
      notify({
        kind: isCut ? 'warn' : 'good',
        title: `${saved} ${saved === 1 ? 'trade' : 'trades'} saved`,
        ...(isCut ? { text: `Only the newest ${MOST_EXPORTED} trades were looked at.` } : {}),
      }),
    onError: (error, { signal }) => {
      if (!signal.aborted) notify({ kind: 'warn', title: 'Nothing was saved', text: error.message });
    },
  });
  const start = () => {
    stopping.current = new AbortController();
    setCount(known.orders.length);
    exporting.mutate(stopping.current);
  };
  if (exporting.isPending)
    return (
      <Button isSmall onClick={() => stopping.current?.abort()}>
        {count} trades … Cancel
      </Button>
    );
  return (
    <Button isSmall title="Save what matches, of all pages, for a spreadsheet" onClick={start}>
      Export CSV
    </Button>
  );
}
