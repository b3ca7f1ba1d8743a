import { type PointerEvent, useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Movement } from './held-price.ts';

export interface Drag {
  readonly onStart: () => void;
  readonly onMove: (movement: Movement) => void;
  /** Not called, and neither is `onCancel`, when it was never moved up or down. */
  readonly onDrop: () => void;
  /** Escape was pressed, or the pointer was lost. */
  readonly onCancel: () => void;
  /** Called in any case. */
  readonly onEnd: () => void;
}

/** Lets an element be dragged up and down, by mouse, pen or finger. @returns whether it is, and its handlers. */
export function useDrag({ onStart, onMove, onDrop, onCancel, onEnd }: Drag) {
  const [isDragged, setIsDragged] = useState(false);
  /** Where it was grabbed: the height of the pointer, and of the middle of what it holds. */
  const grip = useRef({ pointerY: 0, middleY: 0, hasMoved: false });

  const end = (how: () => void) => {
    if (!isDragged) return;
    if (grip.current.hasMoved) how();
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
      grip.current = { pointerY: event.clientY, middleY: top + height / 2, hasMoved: false };
      setIsDragged(true);
    },
    onPointerMove: ({ clientY }: PointerEvent<HTMLElement>) => {
      const { pointerY, middleY, hasMoved } = grip.current;
      const byPx = clientY - pointerY;
      if (!isDragged || (byPx === 0 && !hasMoved)) return;
      grip.current.hasMoved = true;
      onMove({ byPx, middleY: middleY + byPx });
    },
    onPointerUp: () => end(onDrop),
    onLostPointerCapture: () => end(onCancel),
  };
  return { isDragged, handlers };
}
