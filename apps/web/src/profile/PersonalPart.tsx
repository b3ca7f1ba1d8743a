import { COUNTRIES } from '@fulcrum/protocol';
import { type FormEvent, useMemo, useState } from 'react';
import { Failure } from '../account/Failure.tsx';
import { Button } from '../ui/Button.tsx';
import { TextField } from '../ui/TextField.tsx';
import { namedCodes } from './named-codes.ts';
import styles from './Profile.module.css';
import { type Profile, useChangeProfile } from './profile.ts';
import { Selection } from './Selection.tsx';

/** Those that most people speak. Programs may set any other over the API. */
const LANGUAGES = [
  ...['ar', 'bn', 'cs', 'da', 'de', 'el', 'en', 'es', 'fi', 'fr', 'he', 'hi', 'hu', 'id', 'it', 'ja', 'ko', 'nb', 'nl'],
  ...['pl', 'pt', 'pt-BR', 'ro', 'ru', 'sv', 'th', 'tr', 'uk', 'ur', 'vi', 'zh-Hans', 'zh-Hant'],
];

/** Name, country and language. */
export function PersonalPart({ profile }: { readonly profile: Profile }) {
  const [name, setName] = useState(profile.name ?? '');
  const [country, setCountry] = useState(profile.country ?? '');
  const [language, setLanguage] = useState(profile.language ?? '');
  const changing = useChangeProfile();
  const countries = useMemo(() => namedCodes(COUNTRIES, 'region'), []);
  const known = profile.language;
  const languages = useMemo(
    () => namedCodes([...new Set([...LANGUAGES, ...(known ? [known] : [])])], 'language'),
    [known],
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    changing.mutate({ name: name.trim() || null, country: country || null, language: language || null });
  };
  return (
    <section aria-labelledby="profile-personal">
      <h3 id="profile-personal">You</h3>
      <form className={styles.form} onSubmit={submit}>
        <TextField label="Name" value={name} maxLength={80} onChange={setName} />
        <Selection label="Country" options={countries} value={country} onChange={setCountry} />
        <Selection label="Language" options={languages} value={language} onChange={setLanguage} />
        <Button type="submit" disabled={changing.isPending}>
          Save
        </Button>
        {changing.isSuccess && <p role="status">Saved.</p>}
        <Failure error={changing.error} />
      </form>
    </section>
  );
}
