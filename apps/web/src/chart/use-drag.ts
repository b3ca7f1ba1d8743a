import { type PointerEvent, useEffect, useEffectEvent, useRef, useState } from 'react';

export interface Drag {
  readonly onStart: () => void;
  /** At a height of the window in pixels: where what is dragged would be, not where the pointer holds it. */
  readonly onMove: (clientY: number) => void;
  readonly onDrop: () => void;
  /** Escape was pressed, or the pointer was lost. */
  readonly onCancel: () => void;
  /** Called in any case. */
  readonly onEnd: () => void;
}

/** Lets an element be dragged up and down, by mouse, pen or finger. @returns whether it is, and its handlers. */
export function useDrag({ onStart, onMove, onDrop, onCancel, onEnd }: Drag) {
  const [isDragged, setIsDragged] = useState(false);
  /** From the pointer to the middle of what it holds. */
  const offset = useRef(0);

  const end = (how: () => void) => {
    if (!isDragged) return;
    how();
    setIsDragged(false);
  };
  const start = useEffectEvent(onStart);
  const cancel = useEffectEvent(() => end(onCancel));
  const finish = useEffectEvent(onEnd);

  useEffect(() => {
    if (!isDragged) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      cancel();
    };
    start();
    window.addEventListener('keydown', onKeyDown, true);
    return () => {
      window.removeEventListener('keydown', onKeyDown, true);
      finish();
    };
  }, [isDragged]);

  const handlers = {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (!event.isPrimary || event.button !== 0) return;
      const { top, height } = event.currentTarget.getBoundingClientRect();
      event.currentTarget.setPointerCapture(event.pointerId);
      offset.current = top + height / 2 - event.clientY;
      setIsDragged(true);
    },
    onPointerMove: ({ clientY }: PointerEvent<HTMLElement>) => {
      if (isDragged) onMove(clientY + offset.current);
    },
    onPointerUp: () => end(onDrop),
    onLostPointerCapture: () => end(onCancel),
  };
  return { isDragged, handlers };
}
