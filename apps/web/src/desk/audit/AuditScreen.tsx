import { usePlace } from '../address/place.ts';
import { AuditDetail } from './AuditDetail.tsx';
import { AuditList } from './AuditList.tsx';

/** Who did what at the desk, when, from where and why. */
export default function AuditScreen() {
  const {
    path: [number],
    query,
  } = usePlace();
  return number === undefined ? <AuditList query={query} /> : <AuditDetail key={number} number={Number(number)} />;
}
