import { DocumentsPart } from './documents/DocumentsPart.tsx';
import { useIdentity, useQuestionnaire } from './identity.ts';
import { StatePart } from './StatePart.tsx';
import { SubmissionForm } from './SubmissionForm.tsx';

/** The check of who a user is: how it stands, what it keeps them from, and what is sent for it. */
export default function IdentityPage() {
  const { data: identity, error } = useIdentity();
  const { data: questionnaire, error: questionsError } = useQuestionnaire();
  if (identity === undefined || questionnaire === undefined)
    return <p role="status">{(error ?? questionsError)?.message ?? 'Loading …'}</p>;
  return (
    <>
      <StatePart identity={identity} />
      <DocumentsPart identity={identity} />
      {identity.mayChange && <SubmissionForm identity={identity} questionnaire={questionnaire} />}
    </>
  );
}
