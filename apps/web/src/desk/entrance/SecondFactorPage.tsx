import { lazy, Suspense } from 'react';
import { Button } from '../../ui/Button.tsx';
import { LoadFailure } from '../../ui/loading/LoadFailure.tsx';
import styles from './Entrance.module.css';
import { Entrance } from './Entrance.tsx';

/** Is loaded for who needs it. */
const FactorSetup = lazy(() => import('./FactorSetup.tsx'));

/** For staff who have not turned the second factor on: they may do so here. */
export function SecondFactorPage({ onAskAgain }: { readonly onAskAgain: () => void }) {
  return (
    <Entrance title="The desk needs a second factor">
      <p>Whoever works here signs in with a code out of an app as well. Turn it on, and then go on.</p>
      <LoadFailure>
        <Suspense fallback={<p role="status">Loading …</p>}>
          <FactorSetup />
        </Suspense>
      </LoadFailure>
      <div className={styles.buttons}>
        <Button onClick={onAskAgain}>Go on to the desk</Button>
      </div>
    </Entrance>
  );
}
