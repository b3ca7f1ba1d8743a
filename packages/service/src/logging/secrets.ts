const HIDDEN = '[secret]';

/** The length of the shortest secret that is removed. A shorter one would also be found in harmless words. */
const MIN_LENGTH = 8;

/** User and password in a URL within JSON text. An unescaped quotation mark ends the URL. */
const IN_URL = /:\/\/(?:\\.|[^\s/"\\])*@/g;

/** A session token. */
const TOKEN = /\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g;

/** A key of a user's program, also one cut off. */
const KEY = /\bfk_[\w-]{8,}/g;

/**
 * Removes secrets from lines of JSON, wherever they stand: passwords in URLs, session tokens, keys of programs, and the
 * secrets among the settings. The last are searched as words, because libraries put them into errors in ways of their own, as Redis'
 * client does with a failed command.
 *
 * @param env the settings. Each `…_SECRET` and `…_PASSWORD` counts, and the password in each URL.
 */
export function secretHider(env: NodeJS.ProcessEnv): (line: string) => string {
  const secrets = secretsOf(env);
  return (line) => {
    let clean = line;
    for (const secret of secrets) if (clean.includes(secret)) clean = clean.replaceAll(secret, HIDDEN);
    if (clean.includes('://')) clean = clean.replace(IN_URL, `://${HIDDEN}@`);
    if (clean.includes('fk_')) clean = clean.replace(KEY, HIDDEN);
    return clean.includes('eyJ') ? clean.replace(TOKEN, HIDDEN) : clean;
  };
}

/** The secrets as JSON may hold them, longest first, so that removing one leaves no part of another. */
function secretsOf(env: NodeJS.ProcessEnv): string[] {
  const found = Object.entries(env).flatMap(([name, value = '']) => {
    if (/_(SECRET|PASSWORD)$/.test(name)) return [value];
    const password = URL.canParse(value) ? new URL(value).password : '';
    return [password, decoded(password)];
  });
  const written = found.filter(isHidden).flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]);
  return [...new Set(written)].sort((one, other) => other.length - one.length);
}

/** Whether a secret is removed. One of digits alone is not: replacing a number would break the line's JSON. */
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
