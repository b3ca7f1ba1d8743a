import { useAct } from '../../acts/who-may.ts';
import { Panel } from '../../blocks/Panel.tsx';
import { Time } from '../../blocks/values/Time.tsx';
import { instrumentPath } from '../instruments.ts';
import { PreviewedChange } from '../PreviewedChange.tsx';
import { settingsPreview, usePreview } from '../previews.ts';
import { FIELDS, type TypedSettings } from './fields.ts';
import { SettingsForm } from './SettingsForm.tsx';
import { bothText, settingsWarnings } from './settings-warnings.ts';

export interface ChangeSettingsProps {
  /** Undefined of an instrument that is to be added. */
  readonly asset: string | undefined;
  readonly initial: TypedSettings;
}

type Wanted = Readonly<Record<string, unknown>>;

const assetOf = ({ asset }: Wanted) => String(asset) || '-';

/** All settings of an instrument in a form, what they would change, and the asking for it. */
export function ChangeSettings({ asset, initial }: ChangeSettingsProps) {
  const act = useAct('set-instrument');
  const { preview, previewed, error, isPending, forget } = usePreview(
    (settings: Wanted) => ({ path: instrumentPath(assetOf(settings), 'settings/preview'), body: { settings } }),
    settingsPreview,
  );
  if (act === undefined) return null;
  const shown = previewed?.preview;
  return (
    <>
      <Panel title={asset === undefined ? 'Settings' : 'Change the settings'}>
        <SettingsForm {...{ asset, initial, error, isPending }} onPreview={preview} onChange={forget} />
      </Panel>
      {previewed !== undefined && shown !== undefined && (
        <PreviewedChange
          act={act}
          path={instrumentPath(assetOf(previewed.wanted), 'settings')}
          body={{ settings: previewed.wanted }}
          submit={shown.isNew ? 'Ask to add this instrument' : 'Ask for this change'}
          differences={shown.differences}
          nameOf={(field) => FIELDS.find(({ name }) => name === field)?.label ?? 'Mode'}
          touches={[
            ['Accounts', shown.touches.accounts],
            ['Orders', bothText(shown.touches)],
            ['Guaranteed stops', bothText(shown.touches.guaranteedStops)],
            ['Counted', <Time key="counted" at={shown.asOf} />],
          ]}
          warnings={settingsWarnings(shown)}
          onClose={forget}
        />
      )}
    </>
  );
}
