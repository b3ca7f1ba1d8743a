import { KeyCheck } from '@fulcrum/sessions';

/** For a server where nobody has a key. */
export function noKeys(): KeyCheck {
  return new KeyCheck({ find: async () => undefined, ended: { has: () => false }, writeUses: async () => {} });
}
