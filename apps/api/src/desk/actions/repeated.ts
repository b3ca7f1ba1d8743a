import { type ActionRow, canonical } from '@fulcrum/desk';

/** What a request does not name: it was found out when the action was asked for. */
const FOUND: Readonly<Partial<Record<string, readonly string[]>>> = {
  'pay-withdrawal': ['userId', 'amount'],
  'release-withdrawal': ['userId', 'amount'],
  'close-order': ['asset', 'notional'],
};

/** Whether a request asks for what an action is: for no more, no less, and nothing else. */
export function asksForSame({ kind, data }: Pick<ActionRow, 'kind' | 'data'>, named: object): boolean {
  const found = FOUND[kind] ?? [];
  const fields = Object.entries(data as object).filter(([name]) => !found.includes(name));
  return canonical(Object.fromEntries(fields)) === canonical(named);
}
