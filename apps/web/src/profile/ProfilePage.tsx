import { useSession } from '../account/session.ts';
import { AgreementsPart } from './AgreementsPart.tsx';
import { DataPart } from './DataPart.tsx';
import { EmailPart } from './EmailPart.tsx';
import { NotificationsPart } from './NotificationsPart.tsx';
import { PersonalPart } from './PersonalPart.tsx';
import { useProfile } from './profile.ts';

/** What users say of themselves, what they are told by mail, and what they have agreed to. */
export default function ProfilePage() {
  const { data: session } = useSession();
  const { data: profile, error } = useProfile();
  if (profile === undefined || !session) return <p role="status">{error?.message ?? 'Loading …'}</p>;
  return (
    <>
      <PersonalPart profile={profile} />
      <EmailPart email={session.email} />
      <NotificationsPart />
      <AgreementsPart userId={session.userId} />
      <DataPart />
    </>
  );
}
