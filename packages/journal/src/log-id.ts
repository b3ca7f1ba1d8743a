import { isLogId } from '@fulcrum/log';
import { z } from 'zod';

/** An id of the log, as it stands in a file. */
export const logId = z.string().refine(isLogId, 'must be an id such as "1732000000000-0"');
