import { Suspense, useEffect, useRef } from 'react';
import { LoadFailure } from '../../ui/loading/LoadFailure.tsx';
import { Message } from '../../ui/Message.tsx';
import { placeHash, usePlace } from '../address/place.ts';
import { DialogPlace } from '../blocks/dialogs/DialogPlace.tsx';
import { useMe } from '../me/me.ts';
import { type DeskScreen, SCREENS } from './screens.ts';
import styles from './Workplace.module.css';

/** The screens of somebody who works here: their names, and the one that is shown. */
export function Workplace() {
  const { role } = useMe();
  const { screen: named } = usePlace();
  const own = SCREENS.filter(({ roles }) => roles.includes(role));
  const screen = named === '' ? own[0] : own.find(({ name }) => name === named);
  const main = useRef<HTMLElement>(null);
  const shown = useRef(named);
  useEffect(() => {
    // Whoever goes elsewhere by keyboard goes on there, and not behind the link that they pressed.
    if (shown.current !== named) main.current?.focus();
    shown.current = named;
  }, [named]);
  return (
    <div className={styles.workplace}>
      <Navigation screens={own} shown={screen?.name} />
      <main ref={main} className={styles.main} tabIndex={-1}>
        {screen === undefined ? (
          <Message text="There is no such screen, or it is not for your role." />
        ) : (
          <LoadFailure key={screen.name}>
            <Suspense fallback={<Message text="Loading …" />}>
              <DialogPlace>
                <screen.Content />
              </DialogPlace>
            </Suspense>
          </LoadFailure>
        )}
      </main>
    </div>
  );
}

interface NavigationProps {
  readonly screens: readonly DeskScreen[];
  readonly shown: string | undefined;
}

function Navigation({ screens, shown }: NavigationProps) {
  return (
    <nav className={styles.navigation} aria-label="Desk">
      {screens.map(({ name, title }) => (
        <a key={name} href={placeHash(name)} aria-current={name === shown ? 'page' : undefined}>
          {title}
        </a>
      ))}
    </nav>
  );
}
