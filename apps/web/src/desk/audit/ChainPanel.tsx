import { Button } from '../../ui/Button.tsx';
import { placeHash } from '../address/place.ts';
import { ProblemBox } from '../blocks/forms/ProblemBox.tsx';
import { Panel } from '../blocks/Panel.tsx';
import { type Checked, useChainCheck } from './audit.ts';

/** Works the chain of all rows out again, and says whether it is whole. */
export function ChainPanel() {
  const { check, isPending, error, checked } = useChainCheck();
  return (
    <Panel
      title="The chain"
      actions={
        <Button isSmall disabled={isPending} focusableWhenDisabled onClick={() => check()}>
          {isPending ? 'Checking …' : 'Check'}
        </Button>
      }
    >
      <div role="status">
        {checked === undefined ? (
          <p className="muted">
            Each row is hashed onto the one before. A row that was changed or taken out shows when all of it is checked.
          </p>
        ) : (
          <Result checked={checked} />
        )}
      </div>
      <ProblemBox error={error} />
    </Panel>
  );
}

function Result({ checked: { checked, head, isDone, fault } }: { readonly checked: Checked }) {
  if (fault !== null)
    return (
      <p className="down">
        The chain is broken at row <a href={placeHash('audit', [String(fault.number)])}>{fault.number}</a>:{' '}
        {fault.message}
      </p>
    );
  if (!isDone)
    return (
      <p>
        Whole up to row {checked.number} of {head.number} …
      </p>
    );
  return (
    <>
      <p className="up">The chain is whole, from the first row to row {checked.number}.</p>
      <p className="muted">
        Its end could be cut off by who owns the database. Keep <code>{`${checked.number}:${checked.hash}`}</code>{' '}
        elsewhere, and compare it with <code>npm run audit -- check --expect</code>.
      </p>
    </>
  );
}
