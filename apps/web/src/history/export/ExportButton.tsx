import { Menu } from '@base-ui/react/menu';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { notify } from '../../notices/notices.ts';
import { Button } from '../../ui/Button.tsx';
import menuStyles from '../../ui/Menu.module.css';
import type { History } from '../closed-orders.ts';
import type { TradeFilter } from '../filter/trade-filter.ts';
import { CSV_FORMAT_NAMES, CSV_FORMATS, type CsvFormat } from './csv-formats.ts';
import { exportOrders, MOST_EXPORTED } from './export-orders.ts';

interface Exporting {
  readonly format: CsvFormat;
  readonly stop: AbortController;
}

export interface ExportButtonProps {
  readonly known: History;
  readonly filter: TradeFilter;
}

/**
 * Saves all matching orders in a file, also those not loaded yet. Meanwhile it shows the progress, and a press stops
 * it.
 */
export function ExportButton({ known, filter }: ExportButtonProps) {
  const [count, setCount] = useState(0);
  const stopping = useRef<AbortController>(undefined);
  // Leaving the page or signing out stops the export.
  useEffect(() => () => stopping.current?.abort(), []);
  const exporting = useMutation({
    mutationFn: ({ format, stop: { signal } }: Exporting) =>
      exportOrders({ known, filter, format, signal, onProgress: setCount }),
    onSuccess: ({ count: saved, isCut }) =>
      notify({
        kind: isCut ? 'warn' : 'good',
        title: `${saved} ${saved === 1 ? 'trade' : 'trades'} saved`,
        ...(isCut ? { text: `Only the newest ${MOST_EXPORTED} trades were looked at.` } : {}),
      }),
    onError: (error, { stop }) => {
      if (!stop.signal.aborted) notify({ kind: 'warn', title: 'Nothing was saved', text: error.message });
    },
  });
  const start = (format: CsvFormat) => {
    const stop = new AbortController();
    stopping.current = stop;
    setCount(known.orders.length);
    exporting.mutate({ format, stop });
  };
  if (exporting.isPending)
    return (
      <Button isSmall onClick={() => stopping.current?.abort()}>
        {count} trades … Cancel
      </Button>
    );
  return (
    <Menu.Root>
      <Menu.Trigger
        disabled={filter.reason === 'not_opened'}
        render={<Button isSmall title="Save the trades that match, of all pages, for a spreadsheet" />}
      >
        Export CSV ▾
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={menuStyles.positioner} sideOffset={4} align="end">
          <Menu.Popup className={menuStyles.menu}>
            {CSV_FORMAT_NAMES.map((format) => (
              <Menu.Item key={format} className={menuStyles.item} onClick={() => start(format)}>
                {CSV_FORMATS[format].text}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
