/** How long a venue may take for an answer. */
const ANSWER_MS = 10_000;

/** Four times what a thousand klines have. */
export const MAX_ANSWER_BYTES = 1_024 * 1_024;

/**
 * Asks a venue for JSON. It is led nowhere else, waits ten seconds and reads a megabyte at most.
 *
 * @throws Error when there is no such answer.
 */
export async function fetchJson(url: URL, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(url, {
    headers: { accept: 'application/json' },
    redirect: 'error',
    signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]),
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`the venue answered with status ${response.status}`);
  }
  return JSON.parse(await readText(response));
}

/** Bytes are counted as they come, unpacked: what a header says of them, or how well they are packed, counts for nothing. */
async function readText({ body }: Response): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let bytes = 0;
  for await (const piece of body ?? []) {
    bytes += piece.length;
    if (bytes > MAX_ANSWER_BYTES) throw new Error(`the venue's answer has more than ${MAX_ANSWER_BYTES} bytes`);
    text += decoder.decode(piece, { stream: true });
  }
  return text + decoder.decode();
}
