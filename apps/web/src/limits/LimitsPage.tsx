import { Message } from '../ui/Message.tsx';
import { LimitTable } from './LimitTable.tsx';
import { useLimits } from './limits.ts';
import { OwnLimitsForm } from './OwnLimitsForm.tsx';
import { PausePart } from './PausePart.tsx';

/** What the account may have open, limits of the user's own, and a pause. */
export default function LimitsPage() {
  const { data: limits, error, refetch } = useLimits();
  if (limits === undefined)
    return error === null ? (
      <Message text="Waiting for the limits …" />
    ) : (
      <Message text={error.message} onRetry={refetch} />
    );
  return (
    <>
      <LimitTable limits={limits} />
      <OwnLimitsForm own={limits.own} />
      <PausePart pausedUntil={limits.pausedUntil} />
    </>
  );
}
