import { type RefObject, useRef, useState } from 'react';

export interface CellEditing {
  /** What is typed; undefined while nothing is edited. */
  readonly draft: string | undefined;
  readonly setDraft: (draft: string) => void;
  /** Ends the editing. */
  readonly leave: () => void;
  readonly form: RefObject<HTMLFormElement | null>;
  /** Is given the button that shows the value. */
  readonly buttonRef: (button: HTMLButtonElement | null) => void;
}

/** A value that is edited in its cell. The focus comes back to the button when the editor closes. */
export function useCellEditing(): CellEditing {
  const [draft, setDraft] = useState<string>();
  const form = useRef<HTMLFormElement>(null);
  /** Whether the value's button gets the focus when the editor closes. */
  const isFocusDue = useRef(false);
  const leave = () => {
    // The focus stays where the user has moved it meanwhile.
    const { activeElement, body } = document;
    isFocusDue.current = form.current !== null && (activeElement === body || form.current.contains(activeElement));
    setDraft(undefined);
  };
  const buttonRef = (button: HTMLButtonElement | null) => {
    if (button === null || !isFocusDue.current) return;
    isFocusDue.current = false;
    button.focus();
  };
  return { draft, setDraft, leave, form, buttonRef };
}
