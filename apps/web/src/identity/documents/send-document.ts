import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../../api/client.ts';
import { upload } from '../../api/upload.ts';
import { type DocumentKind, documentAnswer } from '../answers.ts';
import { lookAgain } from '../identity.ts';
import { plainImage } from './plain-image.ts';

/** Sends files of one kind, and tells how far it is. */
export function useSendDocument(kind: DocumentKind, maxBytes: number) {
  const client = useQueryClient();
  const [progress, setProgress] = useState(0);
  const { mutate, isPending, error } = useMutation({
    mutationFn: (file: File) => sendDocument(kind, file, maxBytes, setProgress),
    onSettled: () => lookAgain(client),
  });
  const send = (file: File) => {
    setProgress(0);
    mutate(file);
  };
  return { send, isPending, error, progress };
}

/** Phones write photos that are large, or have a film or another picture behind them: such a photo is drawn anew. */
async function sendDocument(kind: DocumentKind, file: File, maxBytes: number, onProgress: (part: number) => void) {
  const send = (content: Blob, name: string) =>
    upload({
      path: '/account/identity/documents',
      query: { kind, name: name.slice(-200) },
      ...{ file: content, schema: documentAnswer, onProgress },
    });
  const isImage = file.type === 'image/jpeg' || file.type === 'image/png';
  if (file.size > maxBytes && !isImage)
    throw new ApiError(0, 'body_too_large', `The file is larger than ${maxBytes / 1_048_576} MB.`);
  if (file.size > maxBytes) return send(await plainImage(file), jpegName(file.name));
  try {
    return await send(file, file.name);
  } catch (error) {
    if (!isImage || !(error instanceof ApiError) || error.code !== 'document_trailing') throw error;
    return send(await plainImage(file), jpegName(file.name));
  }
}

function jpegName(name: string): string {
  return `${name.replace(/\.[^.]*$/, '')}.jpg`;
}
