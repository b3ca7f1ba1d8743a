import { AlertDialog } from '@base-ui/react/alert-dialog';
import { useState } from 'react';
import { useIsOnline } from '../api/online.ts';
import { serverNow } from '../clock/server-clock.ts';
import { dayAndTime } from '../clock/times.ts';
import { Button } from '../ui/Button.tsx';
import { Choice } from '../ui/Choice.tsx';
import dialogStyles from '../ui/Dialog.module.css';
import styles from './Limits.module.css';
import { usePause } from './limits.ts';

const DAY_MS = 86_400_000;

const LENGTHS = [
  ['1', 'A day'],
  ['7', 'A week'],
  ['30', '30 days'],
  ['180', '180 days'],
] as const;

type Days = (typeof LENGTHS)[number][0];

/** A pause, which is confirmed before it begins: nobody can end it early. */
export function PausePart({ pausedUntil }: { readonly pausedUntil: number | null }) {
  const [days, setDays] = useState<Days>('1');
  const pausing = usePause();
  return (
    <section className={styles.form} aria-labelledby="pause">
      <h3 id="pause">Pause</h3>
      <p className="muted">
        {pausedUntil === null
          ? 'While a pause runs you open nothing. What is open can be closed.'
          : `You are paused until ${dayAndTime(pausedUntil)}. Nobody can lift it before then; it can only be made longer.`}
      </p>
      <Choice name="How long" options={LENGTHS} value={days} onChange={setDays} />
      {pausing.error !== null && (
        <p className="down" role="alert">
          {pausing.error.message}
        </p>
      )}
      {pausing.data === false && <p role="status">The answer is late. Press again: a pause is not added up.</p>}
      <AskFirst days={Number(days)} isPausing={pausing.isPending} onConfirm={() => pausing.mutate(Number(days))} />
    </section>
  );
}

interface AskFirstProps {
  readonly days: number;
  readonly isPausing: boolean;
  readonly onConfirm: () => void;
}

function AskFirst({ days, isPausing, onConfirm }: AskFirstProps) {
  const [isAsking, setIsAsking] = useState(false);
  const isOnline = useIsOnline();
  const confirm = () => {
    setIsAsking(false);
    onConfirm();
  };
  return (
    <AlertDialog.Root open={isAsking} onOpenChange={setIsAsking}>
      <AlertDialog.Trigger render={<Button disabled={!isOnline || isPausing} />}>
        {isOnline ? 'Pause' : 'Offline: nothing can be sent'}
      </AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={dialogStyles.backdrop} />
        <AlertDialog.Popup className={dialogStyles.dialog}>
          <AlertDialog.Title className={dialogStyles.title}>
            Open nothing until {dayAndTime(serverNow() + days * DAY_MS)}?
          </AlertDialog.Title>
          <AlertDialog.Description className={dialogStyles.text}>
            Nobody can lift it before then: neither you nor we. Positions can still be closed.
          </AlertDialog.Description>
          <div className={dialogStyles.actions}>
            <AlertDialog.Close render={<Button />}>Do not pause</AlertDialog.Close>
            <Button look="danger" disabled={!isOnline} onClick={confirm}>
              Pause until then
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
