import {
  Bold,
  BookMarked,
  Heading2,
  Heading3,
  Italic,
  Link,
  List,
  ListOrdered,
  type LucideIcon,
  Quote,
  Redo2,
  Superscript,
  Table,
  Undo2,
} from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { TableAction, WritingAction, WritingState } from './writing-actions.ts';

const actions: [WritingAction, string, LucideIcon][] = [
  ['bold', 'Bold', Bold],
  ['italic', 'Italic', Italic],
  ['heading', 'Heading', Heading2],
  ['subheading', 'Smaller heading', Heading3],
  ['bullets', 'Bulleted list', List],
  ['numbers', 'Numbered list', ListOrdered],
  ['quote', 'Quote', Quote],
  ['link', 'Link', Link],
  ['table', 'Table', Table],
  ['note', 'Footnote', Superscript],
  ['source', 'Cite a source', BookMarked],
  ['undo', 'Undo', Undo2],
  ['redo', 'Redo', Redo2],
];
const toggles = new Set<WritingAction>([
  'bold',
  'italic',
  'heading',
  'subheading',
  'bullets',
  'numbers',
  'quote',
  'link',
]);
const tableActions: [TableAction, string][] = [
  ['add-row', 'Add row'],
  ['add-column', 'Add column'],
  ['remove-row', 'Remove row'],
  ['remove-column', 'Remove column'],
  ['remove-table', 'Remove table'],
];

type ToolbarProps = {
  /** The id of the field that it works on. */
  field: string;
  label: string;
  isFormatted: boolean;
  state: WritingState;
  onAction: (action: WritingAction) => void;
  onToggle: () => void;
  /** Back to the text. */
  onLeave: () => void;
};

/** One stop of the Tab key; arrow keys go from button to button, as toolbars do. */
export function MarkdownToolbar({ field, label, isFormatted, state, onAction, onToggle, onLeave }: ToolbarProps) {
  const bar = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(0);
  const onKeyDown = (event: KeyboardEvent) => {
    const buttons = [...(bar.current?.querySelectorAll('button') ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (event.key === 'Escape') onLeave();
    else if (next === undefined) return;
    else buttons[(next + buttons.length) % buttons.length]?.focus();
    event.preventDefault();
  };
  let index = 0;
  const place = () => {
    const own = index;
    index += 1;
    return { tabIndex: own === current ? 0 : -1, onFocus: () => setCurrent(own) };
  };
  return (
    <div
      ref={bar}
      role="toolbar"
      aria-label={`Form of the text: ${label}`}
      aria-controls={field}
      className="writing-bar"
      onKeyDown={onKeyDown}
      // The text keeps the focus, and with it what is selected.
      onMouseDown={(event) => event.preventDefault()}
    >
      {actions.map(([action, name, Icon]) => (
        <button
          key={action}
          type="button"
          className="writing-bar__button"
          aria-label={name}
          title={name}
          aria-pressed={toggles.has(action) ? state.on.includes(action) : undefined}
          onClick={() => onAction(action)}
          {...place()}
        >
          <Icon aria-hidden="true" size={18} strokeWidth={1.9} />
        </button>
      ))}
      {state.inTable &&
        tableActions.map(([action, name]) => (
          <button
            key={action}
            type="button"
            className="writing-bar__button writing-bar__button--word"
            onClick={() => onAction(action)}
            {...place()}
          >
            {name}
          </button>
        ))}
      <button
        type="button"
        className="writing-bar__button writing-bar__button--word writing-bar__toggle"
        onClick={onToggle}
        {...place()}
      >
        {isFormatted ? 'Show as plain text' : 'Show as formatted'}
      </button>
    </div>
  );
}
