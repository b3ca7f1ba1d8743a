import { useEffect, useState } from 'react';
import { ageText } from './age-text.ts';

/** More often would be of no use: it is told in seconds. */
const TICK_MS = 1_000;

/** How long ago something was, and goes on counting. By this machine's clock, unless told otherwise. */
export function Age({ at }: { readonly at: number }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return <>{ageText(now - at)}</>;
}
