import type { Changes as ReplicatedChanges } from '@fulcrum/replica';

export type Changes = ReplicatedChanges;
