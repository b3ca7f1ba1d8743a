import { usePlace } from '../address/place.ts';
import { ActionDetail } from './ActionDetail.tsx';
import { ActionList } from './ActionList.tsx';

/** What staff have asked for: what waits for a second person, and what became of the rest. */
export default function ApprovalsScreen() {
  const {
    path: [actionId],
    query,
  } = usePlace();
  return actionId === undefined ? <ActionList query={query} /> : <ActionDetail key={actionId} actionId={actionId} />;
}
