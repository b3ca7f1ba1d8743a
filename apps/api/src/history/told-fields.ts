import { EVENTS } from '@fulcrum/cfd';
import { Prisma } from '@fulcrum/db';
import { keptFields } from './printed-row.ts';

/** What is told of how an order ended: all that the history keeps of it. */
export const CLOSED_FIELDS = keptFields(EVENTS.closed, Prisma.ExistingTradeScalarFieldEnum);
export const CANCELLED_FIELDS = keptFields(EVENTS.cancelled, Prisma.CancelledOrderScalarFieldEnum);
export const REDUCED_FIELDS = keptFields(EVENTS.reduced, Prisma.ReducedOrderScalarFieldEnum);
export const REJECTED_FIELDS = keptFields(EVENTS.rejected, Prisma.RejectionScalarFieldEnum);
