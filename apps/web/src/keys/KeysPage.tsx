import { useState } from 'react';
import type { CreatedKey } from '../api/schemas.ts';
import { KeyList } from './KeyList.tsx';
import { NewKeyForm } from './NewKeyForm.tsx';
import { NewSecret } from './NewSecret.tsx';

/** The keys of the user's programs: makes, lists and deletes them. */
export default function KeysPage() {
  const [made, setMade] = useState<CreatedKey>();
  return (
    <>
      {made === undefined ? (
        <NewKeyForm onMade={setMade} />
      ) : (
        <NewSecret made={made} onDone={() => setMade(undefined)} />
      )}
      <KeyList />
    </>
  );
}
