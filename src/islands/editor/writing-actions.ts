/** What can be done to a text by its toolbar. */
export type WritingAction =
  | 'bold'
  | 'italic'
  | 'heading'
  | 'subheading'
  | 'bullets'
  | 'numbers'
  | 'quote'
  | 'link'
  | 'table'
  | 'note'
  | 'source'
  | 'undo'
  | 'redo'
  | TableAction;
export type TableAction = 'add-row' | 'add-column' | 'remove-row' | 'remove-column' | 'remove-table';

/** Of the place where the caret is: what is on there, and whether it stands in a table. */
export type WritingState = { on: readonly WritingAction[]; inTable: boolean };

/** What the formatted editor lets the field around it do. */
export type RichControls = { run(action: WritingAction): void; focus(): void };
