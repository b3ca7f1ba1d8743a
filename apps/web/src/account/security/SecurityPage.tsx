import { PasswordPart } from './PasswordPart.tsx';
import { SecondFactorPart } from './SecondFactorPart.tsx';
import { SessionsPart } from './SessionsPart.tsx';
import { useSecurity } from './security.ts';

/** How the user signs in and where they are signed in, and what they may change of it. */
export default function SecurityPage() {
  const { data, error } = useSecurity();
  if (data === undefined) return <p role="status">{error?.message ?? 'Loading …'}</p>;
  return (
    <>
      <PasswordPart {...data} />
      <SecondFactorPart {...data} />
      <SessionsPart />
    </>
  );
}
