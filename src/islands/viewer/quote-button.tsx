import type { RefObject } from 'react';
import { quoteOfSelection } from './dom-text.ts';
import type { StagePick } from './stage-props.ts';

type QuoteButtonProps = { root: RefObject<HTMLElement | null>; pick: StagePick; say: (text: string) => void };

/** Proposes the words that are selected. */
export function QuoteButton({ root, pick, say }: QuoteButtonProps) {
  return (
    <button
      type="button"
      className="btn btn-sm"
      // A press on the button must not take the selection away.
      onPointerDown={(event) => {
        event.preventDefault();
      }}
      onClick={() => {
        const chosen = root.current ? quoteOfSelection(root.current) : undefined;
        if (chosen?.ok) pick.choose({ type: 'quote', ...chosen.quote });
        else if (chosen) say(chosen.message);
      }}
    >
      Use the selected words
    </button>
  );
}
