import { usePlace } from '../address/place.ts';
import { CheckQueue } from './CheckQueue.tsx';
import { CheckScreen } from './check/CheckScreen.tsx';
import { Erasures } from './Erasures.tsx';

/** Identity checks: those that wait, or the one that the address names. */
export default function IdentityScreen() {
  const {
    path: [named],
  } = usePlace();
  if (named === undefined) return <CheckQueue />;
  return named === 'erasures' ? <Erasures /> : <CheckScreen key={named} userId={named} />;
}
