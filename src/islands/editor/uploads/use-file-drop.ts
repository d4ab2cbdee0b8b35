import { type RefObject, useEffect, useRef, useState } from 'react';

/**
 * Files dropped on an element, or anywhere on the form around it, unless another field of the form takes them itself.
 * Whether some hover there now. A file that misses every field must not take the place of the page.
 */
export function useFileDrop(
  field: RefObject<HTMLElement | null>,
  wholeForm: boolean,
  onFiles: (files: File[]) => void,
): boolean {
  const [isOver, setIsOver] = useState(false);
  const take = useRef(onFiles);
  take.current = onFiles;
  useEffect(() => {
    const own = field.current;
    const zone = wholeForm ? own?.closest('form') : own;
    if (!own || !zone) return;
    const isMine = ({ target, dataTransfer }: DragEvent) => {
      const taker = target instanceof Element ? target.closest('[data-takes-files]') : null;
      return dataTransfer?.types.includes('Files') === true && (taker === null || taker === own);
    };
    const onOver = (event: DragEvent) => {
      if (!isMine(event)) return;
      event.preventDefault();
      setIsOver(true);
    };
    const onLeave = (event: DragEvent) => {
      if (!(event.relatedTarget instanceof Node) || !zone.contains(event.relatedTarget)) setIsOver(false);
    };
    const onDrop = (event: DragEvent) => {
      setIsOver(false);
      if (!isMine(event)) return;
      event.preventDefault();
      take.current([...(event.dataTransfer?.files ?? [])]);
    };
    zone.addEventListener('dragover', onOver);
    zone.addEventListener('dragleave', onLeave);
    zone.addEventListener('drop', onDrop);
    document.addEventListener('dragover', keepPage);
    document.addEventListener('drop', keepPage);
    return () => {
      zone.removeEventListener('dragover', onOver);
      zone.removeEventListener('dragleave', onLeave);
      zone.removeEventListener('drop', onDrop);
      document.removeEventListener('dragover', keepPage);
      document.removeEventListener('drop', keepPage);
    };
  }, [field, wholeForm]);
  return isOver;
}

function keepPage(event: DragEvent): void {
  if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
}
