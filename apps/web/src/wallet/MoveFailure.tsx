import { Failure } from '../account/Failure.tsx';
import { usePageLink } from '../account/page-link.ts';
import { ApiError } from '../api/client.ts';
import { Button } from '../ui/Button.tsx';

/** Why no money was moved. Where it takes an approved identity, it leads there. */
export function MoveFailure({ error }: { readonly error: Error | null }) {
  const openPage = usePageLink();
  const isOfIdentity = error instanceof ApiError && error.code === 'identity_required';
  return (
    <>
      <Failure error={error} />
      {isOfIdentity && openPage !== undefined && <Button onClick={() => openPage('Identity')}>Show who you are</Button>}
    </>
  );
}
