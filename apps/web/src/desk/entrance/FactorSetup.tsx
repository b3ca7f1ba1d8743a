import { SecondFactorPart } from '../../account/security/SecondFactorPart.tsx';
import { useSecurity } from '../../account/security/security.ts';

/** The trading screen's own part, by which anybody turns the second factor on. */
export default function FactorSetup() {
  const { data, error } = useSecurity();
  if (data === undefined) return <p role="status">{error?.message ?? 'Loading …'}</p>;
  return <SecondFactorPart {...data} />;
}
