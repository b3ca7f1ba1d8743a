/**
 * The path below which a process is reached when a proxy serves others on the same host: `/fulcrum` for
 * `https://example.com/fulcrum/`, or an empty text.
 */
export function publicPath(publicUrl: string | undefined): string {
  return publicUrl === undefined ? '' : new URL(publicUrl).pathname.replace(/\/+$/, '');
}

/** A request's target without that path. A proxy may strip it or pass it on; both are served alike. */
export function withoutPath(target: string, path: string): string {
  if (path === '' || !target.startsWith(path)) return target;
  const rest = target.slice(path.length);
  if (rest === '' || rest.startsWith('?')) return `/${rest}`;
  return rest.startsWith('/') ? rest : target;
}
