import { useState } from 'react';
import { AccountPageDialog } from '../account-pages/AccountPageDialog.tsx';
import { PROFILE_PAGE } from '../account-pages/account-pages.ts';
import { useAgreements } from '../profile/profile.ts';
import { Button } from '../ui/Button.tsx';
import styles from './AgreementBanner.module.css';

/** Asks a user for what they have not agreed to yet. Whoever has no time now goes on trading, and is asked next time. */
export function AgreementBanner({ userId }: { readonly userId: string }) {
  const { data } = useAgreements(userId);
  const [isPutOff, setIsPutOff] = useState(false);
  const [isOpen, setIsOpen] = useState(false);
  const missing = data?.documents.filter(({ agreedAt }) => agreedAt === null) ?? [];
  const isShown = missing.length > 0 && !isPutOff;
  return (
    <>
      {isShown && (
        <section className={styles.banner} aria-label="To agree to">
          <p className={styles.text}>
            {missing.map(({ title }) => title).join(' and ')}: please read and agree
            {data?.areRequired === true ? ' before you open an order.' : '.'}
          </p>
          <Button isSmall onClick={() => setIsOpen(true)}>
            Read
          </Button>
          <Button isSmall look="quiet" onClick={() => setIsPutOff(true)}>
            Later
          </Button>
        </section>
      )}
      {(isShown || isOpen) && <AccountPageDialog page={PROFILE_PAGE} isOpen={isOpen} onOpenChange={setIsOpen} />}
    </>
  );
}
