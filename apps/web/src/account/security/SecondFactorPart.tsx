import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Failure } from '../Failure.tsx';
import formStyles from '../SignInDialog.module.css';
import { CodePrompt } from './CodePrompt.tsx';
import { RecoveryCodes } from './RecoveryCodes.tsx';
import {
  prepareSecondFactor,
  refreshSecurity,
  renewRecoveryCodes,
  turnSecondFactorOff,
  turnSecondFactorOn,
} from './security.ts';
import { TurnOnForm } from './TurnOnForm.tsx';

export interface SecondFactorPartProps {
  readonly hasSecondFactor: boolean;
  readonly recoveryCodesLeft: number;
  readonly hasPassword: boolean;
  readonly mayReset: boolean;
}

/** Turns the second factor on and off. */
export function SecondFactorPart({ hasSecondFactor, recoveryCodesLeft, ...proof }: SecondFactorPartProps) {
  const [codes, setCodes] = useState<readonly string[]>();
  const change = hasSecondFactor ? <WhileOn onCodes={setCodes} /> : <WhileOff {...proof} onCodes={setCodes} />;
  return (
    <section aria-labelledby="security-second-factor">
      <h3 id="security-second-factor">Second factor</h3>
      <p className="muted">
        {hasSecondFactor
          ? `It is on: signing in, withdrawals and new keys take a code out of your app. Recovery codes left: ${recoveryCodesLeft}.`
          : 'It is off. With it, signing in, withdrawals and new keys take a code out of an app on your phone as well.'}
      </p>
      {codes === undefined ? change : <RecoveryCodes codes={codes} onDone={() => setCodes(undefined)} />}
    </section>
  );
}

interface PartProps {
  /** Is told of recovery codes that have to be shown. */
  readonly onCodes: (codes: readonly string[]) => void;
}

function WhileOff({ hasPassword, mayReset, onCodes }: PartProps & { hasPassword: boolean; mayReset: boolean }) {
  const client = useQueryClient();
  const preparing = useMutation({ mutationFn: prepareSecondFactor, gcTime: 0 });
  const turningOn = useMutation({
    mutationFn: turnSecondFactorOn,
    onSuccess: (codes) => {
      onCodes(codes);
      return refreshSecurity(client);
    },
    gcTime: 0,
  });
  if (!hasPassword && !mayReset)
    return <p className="muted">To turn it on, sign out and in again with a link, or set a password.</p>;
  if (preparing.data !== undefined)
    return (
      <TurnOnForm
        {...preparing.data}
        mayReset={mayReset}
        error={turningOn.error}
        isPending={turningOn.isPending}
        onTurnOn={turningOn.mutate}
      />
    );
  return (
    <div className={formStyles.form}>
      <Button disabled={preparing.isPending} onClick={() => preparing.mutate()}>
        Set up a second factor
      </Button>
      <Failure error={preparing.error} />
    </div>
  );
}

function WhileOn({ onCodes }: PartProps) {
  const client = useQueryClient();
  const [isRenewing, setIsRenewing] = useState(false);
  const turningOff = useMutation({
    mutationFn: turnSecondFactorOff,
    onSuccess: () => refreshSecurity(client),
  });
  const renewing = useMutation({
    mutationFn: renewRecoveryCodes,
    onSuccess: (codes) => {
      onCodes(codes);
      setIsRenewing(false);
      return refreshSecurity(client);
    },
    gcTime: 0,
  });
  const other = isRenewing
    ? { what: 'Turn it off instead', ask: () => setIsRenewing(false) }
    : { what: 'New recovery codes instead', ask: () => setIsRenewing(true) };
  return (
    <>
      {isRenewing ? (
        <CodePrompt
          key="renewing"
          what="Make new recovery codes"
          error={renewing.error}
          isPending={renewing.isPending}
          onCode={renewing.mutate}
        />
      ) : (
        <CodePrompt
          key="turning-off"
          what="Turn it off"
          error={turningOff.error}
          isPending={turningOff.isPending}
          onCode={turningOff.mutate}
        />
      )}
      <div className={formStyles.form}>
        <Button look="quiet" isSmall onClick={other.ask}>
          {other.what}
        </Button>
      </div>
    </>
  );
}
