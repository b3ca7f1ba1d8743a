import { uuid } from '@fulcrum/protocol';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { call } from '../../../api/client.ts';
import { useIsOnline } from '../../../api/online.ts';
import { Button } from '../../../ui/Button.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import { ProblemBox } from '../../blocks/forms/ProblemBox.tsx';
import { clientPath } from '../client.ts';
import styles from './NoteForm.module.css';

const written = z.object({ noteId: uuid });

/** Writes a note about a client. Notes are only added. */
export function NoteForm({ userId }: { readonly userId: string }) {
  const client = useQueryClient();
  const isOnline = useIsOnline();
  // What is sent again has the same id, so that it is noted once.
  const [noteId, setNoteId] = useState(() => crypto.randomUUID());
  const [text, setText] = useState('');
  const path = clientPath(userId, '/notes');
  const { mutate, error, isPending } = useMutation({
    mutationFn: (body: { readonly noteId: string; readonly text: string }) =>
      call({ method: 'POST', path, body, schema: written }),
    onSuccess: () => {
      setText('');
      setNoteId(crypto.randomUUID());
      return client.invalidateQueries({ queryKey: ['desk', path] });
    },
  });
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        mutate({ noteId, text: text.trim() });
      }}
    >
      <TextField
        label="Write a note"
        hint="Staff read it, and it cannot be changed or taken back."
        required
        maxLength={1_000}
        value={text}
        onChange={setText}
      />
      <Button type="submit" disabled={isPending || text.trim() === '' || !isOnline} focusableWhenDisabled>
        Keep it
      </Button>
      <ProblemBox error={error} />
    </form>
  );
}
