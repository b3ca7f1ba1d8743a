import type { PendingOrderJson } from '@fulcrum/protocol';
import type { FormEvent } from 'react';
import { serverNow } from '../clock/server-clock.ts';
import { toTheMinute } from '../clock/times.ts';
import { assetText } from '../numbers/amounts.ts';
import styles from '../positions/cells/Cell.module.css';
import { CellButton } from '../positions/cells/CellButton.tsx';
import { useCellEditing } from '../positions/cells/use-cell-editing.ts';
import { readExpiry } from '../ticket/form/read-expiry.ts';
import { updateOrder } from '../trading/orders.ts';
import { useAction } from '../trading/use-action.ts';
import { takeFocus } from '../ui/take-focus.ts';

/** When an order expires that still waits. An empty field lets it wait until it is cancelled. */
export function ExpiryCell({ order: { orderId, asset, expiresAt } }: { readonly order: PendingOrderJson }) {
  const { draft, setDraft, leave, form, buttonRef } = useCellEditing();
  const name = `Expiry of ${assetText(asset)}`;
  const setting = useAction(
    `${name} not changed`,
    (time: number | null) => updateOrder(orderId, { expiresAt: time }),
    leave,
  );
  if (draft === undefined)
    return (
      <CellButton
        ref={buttonRef}
        name={name}
        value={expiresAt === null ? 'Never' : toTheMinute(expiresAt)}
        warning={undefined}
        onPress={() => setDraft(expiresAt === null ? '' : toTheMinute(expiresAt).replace(' ', 'T'))}
      />
    );
  const time = draft === '' ? null : readExpiry({ by: 'time', text: draft }, serverNow());
  const fault = typeof time === 'string' ? time : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typeof time === 'string' || time === undefined || setting.isPending) return;
    setting.mutate(time);
  };
  return (
    <form ref={form} className={styles.form} onSubmit={submit}>
      <input
        ref={takeFocus}
        className={styles.wide}
        type="datetime-local"
        aria-label={name}
        aria-invalid={fault !== undefined}
        value={draft}
        onChange={({ target }) => setDraft(target.value)}
        onKeyDown={({ key }) => {
          if (key === 'Escape') leave();
        }}
      />
      <button type="submit" className={styles.icon} aria-label={`Set ${name}`} disabled={fault !== undefined}>
        ✓
      </button>
      <button type="button" className={styles.icon} aria-label="Leave it as it is" onClick={leave}>
        ×
      </button>
      <span className={styles.hint} role="status">
        {draft === '' && 'Without a time it waits until it is cancelled.'}
        {fault !== undefined && <span className={styles.fault}>{fault}</span>}
      </span>
    </form>
  );
}
