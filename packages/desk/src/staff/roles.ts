/** What somebody may be at the desk (docs/desk.md, "Staff and roles"). */
export const ROLES = ['support', 'dealer', 'compliance', 'admin'] as const;

export type Role = (typeof ROLES)[number];

export function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text);
}
