import { samplePdf, samplePng } from '../../../packages/identity/src/testing/sample-documents.ts';
import type { ApiAnswer, Trader } from '../trader.ts';

/** Answers of who knows about trading with leverage. */
export const ANSWERS = {
  leveraged_years: 'over_3',
  trades_per_year: 'from_11_to_50',
  learned_from: 'by_myself',
  leverage_effect: 'fifty',
  liquidation: 'closed',
  stop_loss: 'next_price',
  yearly_income: 'from_50k_to_100k',
  savings: 'from_50k_to_250k',
  bearable_loss: 'noticeable',
  source_of_funds: 'salary',
};

/** Those of who is warned. */
export const BEGINNERS_ANSWERS = { ...ANSWERS, leveraged_years: 'never', trades_per_year: 'none' };

export const SUBMISSION = {
  fullName: 'Ada Lovelace',
  dateOfBirth: '1990-12-10',
  nationality: 'PT',
  address: 'Rua do Ouro 1, 1100-060 Lisboa',
  taxResidence: 'PT',
  questionnaireVersion: 1,
  answers: ANSWERS,
};

/** Sends a file, as a browser does. */
export async function upload(
  url: string,
  trader: Pick<Trader, 'token'>,
  file: { readonly kind?: string; readonly name?: string; readonly type?: string; readonly bytes: Uint8Array },
): Promise<ApiAnswer> {
  const { kind = 'other', name = 'file.png', type = 'image/png', bytes } = file;
  const response = await fetch(`${url}/api/v1/account/identity/documents?${new URLSearchParams({ kind, name })}`, {
    method: 'POST',
    headers: { 'content-type': type, authorization: `Bearer ${trader.token}` },
    body: Uint8Array.from(bytes),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** Sends the documents that are needed. @returns their ids. */
export async function sendDocuments(url: string, trader: Pick<Trader, 'token'>): Promise<string[]> {
  const front = { kind: 'identity_front', name: 'passport.png', bytes: samplePng() };
  const proof = { kind: 'address_proof', name: 'bill.pdf', type: 'application/pdf', bytes: samplePdf() };
  const ids: string[] = [];
  for (const file of [front, proof]) {
    const { status, body } = await upload(url, trader, file);
    if (status !== 201) throw new Error(JSON.stringify(body));
    ids.push(body.id);
  }
  return ids;
}
