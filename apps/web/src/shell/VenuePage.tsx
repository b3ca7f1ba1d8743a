import { lazy, Suspense } from 'react';
import { LoadFailure } from '../ui/loading/LoadFailure.tsx';
import type { VenueViewProps } from '../venue/view/VenueView.tsx';

/** Is loaded when somebody goes there. */
const VenueView = lazy(() => import('../venue/view/VenueView.tsx'));

export function VenuePage(props: VenueViewProps) {
  return (
    <LoadFailure>
      <Suspense fallback={<p role="status">Loading …</p>}>
        <VenueView {...props} />
      </Suspense>
    </LoadFailure>
  );
}
