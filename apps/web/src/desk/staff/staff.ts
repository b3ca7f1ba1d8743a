import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { call } from '../../api/client.ts';
import { ROLES } from '../me/me.ts';

const member = z.object({
  ...{ userId: z.uuid(), email: z.string(), name: z.string().nullable(), role: z.enum(ROLES) },
  ...{ givenAt: z.int(), lastLoggedIn: z.int().nullable(), hasSecondFactor: z.boolean() },
});

/** Somebody who works at the desk. */
export type StaffMember = z.infer<typeof member>;

const staffAnswer = z.object({ staff: z.array(member) });

export function useStaff() {
  return useQuery({
    queryKey: ['desk', '/desk/staff'],
    queryFn: async ({ signal }) => (await call({ path: '/desk/staff', schema: staffAnswer, signal })).data.staff,
  });
}
