import type { Role } from '@fulcrum/desk';

/** Of everybody in the demonstration. It is no secret: it is printed, and stands here. */
export const DEMO_PASSWORD = 'demonstration-only';

/** The host of all their addresses. No mail ever reaches it (RFC 2606). */
export const DEMO_HOST = 'demo.example';

/** One of each role. */
export const STAFF = (['support', 'dealer', 'compliance', 'admin'] as const satisfies readonly Role[]).map((role) => ({
  role,
  email: `${role}@${DEMO_HOST}`,
}));

export type StaffRole = (typeof STAFF)[number]['role'];
