/** A text is sent as it is, and all else as JSON. */
export type VenueReply = string | object;

/** Says what an answer costs beyond its one request, in requests. */
export type CostOf = (reply: VenueReply) => number;

/** To print so many rows out of memory takes about as long as a request without any. */
const ROWS_PER_REQUEST = 100;

/** To read so many that are recorded does. */
const RECORDED_ROWS_PER_REQUEST = 25;

/** By the rows of the lists that are in it. */
export const costOfRows: CostOf = (reply) => costOfRowCount(rowsOf(reply));

export const costOfRecordedRows: CostOf = (reply) => Math.floor(rowsOf(reply) / RECORDED_ROWS_PER_REQUEST);

export function costOfRowCount(rows: number): number {
  return Math.floor(rows / ROWS_PER_REQUEST);
}

function rowsOf(reply: VenueReply): number {
  if (typeof reply === 'string') return 0;
  if (Array.isArray(reply)) return reply.length;
  let rows = 0;
  for (const field of Object.values(reply)) if (Array.isArray(field)) rows += field.length;
  return rows;
}
