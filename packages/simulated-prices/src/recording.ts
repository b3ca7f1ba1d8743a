import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { parseDecimal } from '@fulcrum/log';
import { type Books, createBooks } from './books.ts';

/** Recorded best bids and asks, in the order of their times. */
export interface Recording {
  /** The time of each row's receipt, in whole microseconds since the first row. It never falls. */
  readonly timeUs: Uint32Array;
  readonly books: Books;
}

/** The recording that comes with this package; data/NOTICE tells its origin. */
const RECORDING = new URL('../data/btcusdt_usdm_bookticker_20240808.csv.gz', import.meta.url);

const HEADER = 'recv_time,event_ms,txn_ms,update_id,bid,bid_qty,ask,ask_qty';
const PRICE_DECIMALS = 2;
const QUANTITY_DECIMALS = 3;
/** A recording is kept in memory, so its unpacked size has a limit. */
const MAX_BYTES = 64 * 1_024 * 1_024;
const MAX_UINT32 = 2 ** 32 - 1;

/** @throws when the file cannot be read, or has a malformed row. */
export async function loadRecording(file: URL = RECORDING): Promise<Recording> {
  return parseRecording(gunzipSync(await readFile(file), { maxOutputLength: MAX_BYTES }).toString('latin1'));
}

/**
 * Reads the CSV text of a recording.
 *
 * @throws Error that names the line, for a wrong header, a malformed row, a time that falls, or a crossed book.
 */
export function parseRecording(csv: string): Recording {
  const [header, ...rows] = csv.trimEnd().split(/\r?\n/);
  if (header !== HEADER) throw new Error('the recording has other columns than expected');
  if (rows.length < 2) throw new Error('the recording needs at least two rows');
  const timeUs = new Uint32Array(rows.length);
  const books = createBooks(rows.length, PRICE_DECIMALS, QUANTITY_DECIMALS);
  const startNs = BigInt(rows[0]?.split(',')[0] ?? 0);
  rows.forEach((row, index) => {
    const fault = readRow(row, index, startNs, timeUs, books);
    if (fault !== undefined) throw new Error(`line ${index + 2} of the recording: ${fault}`);
  });
  return { timeUs, books };
}

function readRow(row: string, index: number, startNs: bigint, timeUs: Uint32Array, books: Books): string | undefined {
  const cells = row.split(',');
  const [time = '', , , , bid, bidQuantity, ask, askQuantity] = cells;
  if (cells.length !== 8 || !/^\d{1,19}$/.test(time)) return 'malformed';
  const elapsedUs = Number((BigInt(time) - startNs) / 1_000n);
  if (elapsedUs < (timeUs[index - 1] ?? 0) || elapsedUs > MAX_UINT32)
    return 'the time falls, or the recording is too long';
  timeUs[index] = elapsedUs;
  const isRead =
    put(books.bid, index, bid, PRICE_DECIMALS) &&
    put(books.ask, index, ask, PRICE_DECIMALS) &&
    put(books.bidQuantity, index, bidQuantity, QUANTITY_DECIMALS) &&
    put(books.askQuantity, index, askQuantity, QUANTITY_DECIMALS);
  if (!isRead) return 'a price or quantity is malformed';
  const [bidUnits = 0, askUnits = 0] = [books.bid[index], books.ask[index]];
  return bidUnits > 0 && askUnits >= bidUnits ? undefined : 'the book is empty or crossed';
}

function put(column: Uint32Array, index: number, text = '', decimals = 0): boolean {
  const units = parseDecimal(text, decimals);
  if (units === undefined || units < 0 || units > MAX_UINT32) return false;
  column[index] = units;
  return true;
}
