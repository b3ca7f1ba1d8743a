import { dayAndTime } from '../../../clock/times.ts';

/** A moment in local time; the whole of it, in UTC, when somebody points at it. */
export function Time({ at }: { readonly at: number }) {
  const utc = new Date(at).toISOString();
  return (
    <time dateTime={utc} title={utc}>
      {dayAndTime(at)}
    </time>
  );
}
