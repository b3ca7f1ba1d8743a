import { useMutation, useQueryClient } from '@tanstack/react-query';
import { refreshSession, signOut } from '../../account/session.ts';
import { publicPath } from '../../api/public-path.ts';
import { ThemeButton } from '../../preferences/ThemeButton.tsx';
import { Button } from '../../ui/Button.tsx';
import { Badge } from '../blocks/values/Badge.tsx';
import type { Role } from '../me/me.ts';
import styles from './DeskHeader.module.css';

export interface DeskHeaderProps {
  /** Undefined while nobody is signed in. */
  readonly email: string | undefined;
  readonly role: Role | undefined;
}

export function DeskHeader({ email, role }: DeskHeaderProps) {
  return (
    <header className={styles.header}>
      <h1 className={styles.name}>
        Fulcrum <span>desk</span>
      </h1>
      {email !== undefined && (
        <span className={styles.who}>
          {role !== undefined && <Badge text={role} />}
          <span className={styles.email} title={email}>
            {email}
          </span>
        </span>
      )}
      <a href={`${publicPath()}/`}>Trading</a>
      <ThemeButton />
      {email !== undefined && <SignOutButton />}
    </header>
  );
}

function SignOutButton() {
  const client = useQueryClient();
  const leaving = useMutation({
    // What is still asked for would be refused once the session has ended.
    mutationFn: async () => {
      await client.cancelQueries({ queryKey: ['desk'] });
      return signOut();
    },
    onSettled: () => refreshSession(client),
  });
  return (
    <>
      {leaving.error !== null && (
        <span className="down" role="alert">
          You are still signed in.
        </span>
      )}
      <Button isSmall disabled={leaving.isPending} onClick={() => leaving.mutate()}>
        Sign out
      </Button>
    </>
  );
}
