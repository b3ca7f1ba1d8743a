import { ActDialog } from '../../acts/ActDialog.tsx';
import { ActForm } from '../../acts/ActForm.tsx';
import { clientPath } from '../client.ts';

/** Erases a client's personal data. */
export function EraseClient({ userId }: { readonly userId: string }) {
  return (
    <ActDialog
      kind="erase-client"
      button="Erase"
      title="Erase this client’s personal data"
      about="For good: what the books need stays under an id that is nobody’s. It takes an account that is restricted to “none”. Positions, orders, withdrawals and cash stand in its way."
    >
      {(open) => (
        <ActForm
          {...open}
          path={clientPath(userId, '/erase')}
          body={{}}
          submit="Erase the personal data"
          look="danger"
        />
      )}
    </ActDialog>
  );
}
