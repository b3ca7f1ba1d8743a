import { type FormEvent, useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import { useAct } from '../../acts/who-may.ts';
import { AmountField } from '../../blocks/forms/AmountField.tsx';
import { SelectField } from '../../blocks/forms/Filters.tsx';
import { ProblemBox } from '../../blocks/forms/ProblemBox.tsx';
import { Panel } from '../../blocks/Panel.tsx';
import { Time } from '../../blocks/values/Time.tsx';
import styles from '../Instruments.module.css';
import { PreviewedChange } from '../PreviewedChange.tsx';
import { type LimitsPreview, limitsPreview, usePreview } from '../previews.ts';
import { limitsOf, PREVIEW_PATH, type TypedLimits, type WantedLimits } from './limits.ts';

const LABELS: Readonly<Record<keyof TypedLimits, string>> = {
  maxOpenOrders: 'Open positions',
  maxNotional: 'In one instrument, in USDC',
  maxTotalNotional: 'In all, in USDC',
  positionMode: 'Positions',
};

/** The limits of all accounts in a form, what others would change, and the asking for it. */
export function ChangeLimits({ initial }: { readonly initial: TypedLimits }) {
  const act = useAct('set-limits');
  const [typed, setTyped] = useState(initial);
  const { preview, previewed, error, isPending, forget } = usePreview(
    (limits: WantedLimits) => ({ path: PREVIEW_PATH, body: { limits } }),
    limitsPreview,
  );
  if (act === undefined) return null;
  const change = (changed: Partial<TypedLimits>) => {
    setTyped({ ...typed, ...changed });
    forget();
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    preview(limitsOf(typed));
  };
  return (
    <>
      <Panel title="Limits">
        <form className={styles.form} onSubmit={send}>
          <LimitFields typed={typed} onChange={change} />
          <ProblemBox error={error} />
          <div className={styles.buttons}>
            <Button type="submit" disabled={isPending} focusableWhenDisabled>
              Show what it would change
            </Button>
          </div>
        </form>
      </Panel>
      {previewed !== undefined && (
        <PreviewedChange
          act={act}
          path="/desk/limits"
          body={{ limits: previewed.wanted }}
          submit="Ask for these limits"
          differences={previewed.preview.differences}
          nameOf={(field) => LABELS[field as keyof TypedLimits]}
          touches={touchesOf(previewed.preview)}
          warnings={warningsOf(previewed.preview)}
          onClose={forget}
        />
      )}
    </>
  );
}

interface LimitFieldsProps {
  readonly typed: TypedLimits;
  readonly onChange: (changed: Partial<TypedLimits>) => void;
}

const MODES = [
  ['hedging', 'Hedging: both sides may be open'],
  ['netting', 'Netting: the other side is closed first'],
] as const;

function LimitFields({ typed, onChange }: LimitFieldsProps) {
  return (
    <div className={styles.fields}>
      <TextField
        label={LABELS.maxOpenOrders}
        hint="Empty: no limit"
        inputMode="numeric"
        maxLength={9}
        value={typed.maxOpenOrders}
        onChange={(maxOpenOrders) => onChange({ maxOpenOrders })}
      />
      <AmountField
        label={LABELS.maxNotional}
        hint="Empty: no limit"
        isOptional
        value={typed.maxNotional}
        onChange={(maxNotional) => onChange({ maxNotional })}
      />
      <AmountField
        label={LABELS.maxTotalNotional}
        hint="Empty: no limit"
        isOptional
        value={typed.maxTotalNotional}
        onChange={(maxTotalNotional) => onChange({ maxTotalNotional })}
      />
      <SelectField
        label={LABELS.positionMode}
        options={MODES}
        value={typed.positionMode}
        onChange={(positionMode) => onChange({ positionMode })}
      />
    </div>
  );
}

function touchesOf({ touches, asOf }: LimitsPreview) {
  const { accounts, aboveMaxOpenOrders, aboveMaxNotional, aboveMaxTotalNotional } = touches;
  return [
    ['Accounts with positions', accounts],
    ['With more positions', aboveMaxOpenOrders],
    ['With more in one instrument', aboveMaxNotional],
    ['With more in all', aboveMaxTotalNotional],
    ['Counted', <Time key="counted" at={asOf} />],
  ] as const;
}

function warningsOf({ differences, touches: { withOrders } }: LimitsPreview): string[] {
  const changesMode = differences.some(({ field }) => field === 'positionMode');
  return [
    'Who has more open keeps it, and opens nothing more.',
    ...(changesMode && withOrders > 0
      ? [`${withOrders} accounts have orders: how positions are kept changes only while nobody has any.`]
      : []),
  ];
}
