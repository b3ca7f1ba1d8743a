const HIDDEN = '[secret]';

/** A shorter one is found in harmless words, and not much of a secret. */
const MIN_LENGTH = 8;

/** A user and password in a URL, within a text of JSON: it ends at the quotation mark, unless that is escaped. */
const IN_URL = /:\/\/(?:\\.|[^\s/"\\])*@/g;

/** A session token. */
const TOKEN = /\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g;

/**
 * Takes what could be a secret out of lines of JSON, wherever it stands: passwords in URLs, session tokens, and the
 * secrets among the settings. Those are looked for word by word, because libraries put them into errors in ways of their
 * own, as Redis' client does with the command that failed.
 *
 * @param env the settings: each `…_SECRET` and `…_PASSWORD` counts, and the password in each URL.
 */
export function secretHider(env: NodeJS.ProcessEnv): (line: string) => string {
  const secrets = secretsOf(env);
  return (line) => {
    let clean = line;
    for (const secret of secrets) if (clean.includes(secret)) clean = clean.replaceAll(secret, HIDDEN);
    if (clean.includes('://')) clean = clean.replace(IN_URL, `://${HIDDEN}@`);
    return clean.includes('eyJ') ? clean.replace(TOKEN, HIDDEN) : clean;
  };
}

/** Each as it may stand in JSON, the longest first, so that none leaves a part of another behind. */
function secretsOf(env: NodeJS.ProcessEnv): string[] {
  const found = Object.entries(env).flatMap(([name, value = '']) => {
    if (/_(SECRET|PASSWORD)$/.test(name)) return [value];
    const password = URL.canParse(value) ? new URL(value).password : '';
    return [password, decoded(password)];
  });
  const written = found.filter(isHidden).flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]);
  return [...new Set(written)].sort((one, other) => other.length - one.length);
}

/** Digits alone could be a number of the line itself, which would not be JSON any more. */
function isHidden(secret: string): boolean {
  return secret.length >= MIN_LENGTH && /\D/.test(secret);
}

function decoded(password: string): string {
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
}
