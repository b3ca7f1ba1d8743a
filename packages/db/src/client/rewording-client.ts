import pg from 'pg';

/** A connection that sends statements in other words than its user, who is a library and says them in its own. */
export function rewordingClient(reword: (text: string) => string): typeof pg.Client {
  const reworded = (query: unknown): unknown => {
    if (typeof query === 'string') return reword(query);
    const isNamed = typeof query === 'object' && query !== null && 'text' in query && typeof query.text === 'string';
    return isNamed ? { ...query, text: reword(query.text as string) } : query;
  };
  class RewordingClient extends pg.Client {
    override query(...[query, ...others]: unknown[]) {
      return Reflect.apply(super.query, this, [reworded(query), ...others]);
    }
  }
  return RewordingClient;
}
