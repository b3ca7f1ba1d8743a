import pg from 'pg';

/** A connection that rewrites each statement before it is sent. The library that uses it offers no other way in. */
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
