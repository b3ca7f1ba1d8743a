/**
 * The path below which people reach a process, for a proxy that has others on the same host: `/fulcrum` of
 * `https://example.com/fulcrum/`, and nothing where there is none.
 */
export function publicPath(publicUrl: string | undefined): string {
  return publicUrl === undefined ? '' : new URL(publicUrl).pathname.replace(/\/+$/, '');
}

/** A request's target without that path: proxies pass it on, or strip it, and both are served alike. */
export function withoutPath(target: string, path: string): string {
  if (path === '' || !target.startsWith(path)) return target;
  const rest = target.slice(path.length);
  if (rest === '' || rest.startsWith('?')) return `/${rest}`;
  return rest.startsWith('/') ? rest : target;
}
