/**
 * Who may ask a route: anybody; somebody who signed in, and no program's key; or somebody who signed in, and also a key
 * with this scope.
 */
export type Access = 'public' | 'session' | 'read' | 'trade';
