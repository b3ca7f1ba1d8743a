import type { FieldKind } from '@fulcrum/memory';

/** A field that snapshots keep and the state's hash covers. All numbers are whole ones. */
export function kept<Kind extends FieldKind>(kind: Kind) {
  return { kind, isKept: true, isHashed: 'always', isWhole: kind === 'number' } as const;
}

/** A field that follows from others. */
export function derived<Kind extends FieldKind>(kind: Kind) {
  return { kind, isKept: false, isHashed: 'never' } as const;
}
