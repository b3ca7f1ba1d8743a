import { ApiError } from '../api/client.ts';

/** Says why something was refused: of a field its own message, which tells more. */
export function Failure({ error }: { readonly error: Error | null }) {
  if (error === null) return null;
  const [message] = error instanceof ApiError ? Object.values(error.errors) : [];
  return (
    <p className="down" role="alert">
      {message === undefined ? error.message : `It ${message}.`}
    </p>
  );
}
