import type { Editor, JSONContent } from '@tiptap/core';
import { Slice } from '@tiptap/pm/model';
import type { WritingAction, WritingState } from '../writing-actions.ts';
import type { Answer } from './insert-dialog.tsx';

type Simple = Exclude<WritingAction, 'link' | 'note' | 'source'>;

/** Does what a button of the toolbar says. */
export function runAction(editor: Editor, action: Simple): void {
  const chain = editor.chain().focus();
  switch (action) {
    case 'bold':
      return void chain.toggleBold().run();
    case 'italic':
      return void chain.toggleItalic().run();
    case 'heading':
      return void chain.toggleHeading({ level: 1 }).run();
    case 'subheading':
      return void chain.toggleHeading({ level: 2 }).run();
    case 'bullets':
      return void chain.toggleBulletList().run();
    case 'numbers':
      return void chain.toggleOrderedList().run();
    case 'quote':
      return void chain.toggleBlockquote().run();
    case 'table':
      return void chain.insertTable({ rows: 3, cols: 2, withHeaderRow: true }).run();
    case 'undo':
      return void chain.undo().run();
    case 'redo':
      return void chain.redo().run();
    case 'add-row':
      return void chain.addRowAfter().run();
    case 'add-column':
      return void chain.addColumnAfter().run();
    case 'remove-row':
      return void chain.deleteRow().run();
    case 'remove-column':
      return void chain.deleteColumn().run();
    case 'remove-table':
      return void chain.deleteTable().run();
  }
}

export function stateOf(editor: Editor): WritingState {
  const on: [WritingAction, boolean][] = [
    ['bold', editor.isActive('bold')],
    ['italic', editor.isActive('italic')],
    ['heading', editor.isActive('heading', { level: 1 })],
    ['subheading', editor.isActive('heading', { level: 2 })],
    ['bullets', editor.isActive('bulletList')],
    ['numbers', editor.isActive('orderedList')],
    ['quote', editor.isActive('blockquote')],
    ['link', editor.isActive('link')],
  ];
  return { on: on.filter(([, isOn]) => isOn).map(([action]) => action), inTable: editor.isActive('table') };
}

/** The words that are selected, or the whole link that the caret is in. */
export function selectedLink(editor: Editor): { text: string; href: string } {
  const { from, to } = editor.state.selection;
  const href = editor.getAttributes('link').href as unknown;
  return { text: editor.state.doc.textBetween(from, to, ' '), href: typeof href === 'string' ? href : '' };
}

export function insertAnswer(editor: Editor, answer: Answer): void {
  switch (answer.kind) {
    case 'link': {
      const { empty } = editor.state.selection;
      const isInLink = editor.isActive('link');
      const chain = editor.chain().focus();
      const marks = [{ type: 'link', attrs: { href: answer.href } }];
      const text = answer.text || answer.href;
      if (empty && isInLink) chain.extendMarkRange('link').setLink({ href: answer.href }).run();
      else if (!empty && answer.text === selectedLink(editor).text) chain.setLink({ href: answer.href }).run();
      else chain.insertContent({ type: 'text', text, marks }).run();
      return;
    }
    case 'again':
      editor
        .chain()
        .focus()
        .insertContent({ type: 'noteMark', attrs: { label: answer.label } })
        .run();
      return;
    case 'note':
      addNote(editor, [{ type: 'text', text: answer.text }]);
      return;
    case 'source': {
      const { author, year, title, href } = answer;
      addNote(editor, [
        { type: 'text', text: `${author} (${year}). ` },
        { type: 'text', text: title, marks: [{ type: 'italic' }] },
        { type: 'text', text: href === '' ? '.' : '. ' },
        ...(href === '' ? [] : [{ type: 'text', text: href, marks: [{ type: 'link', attrs: { href } }] }]),
      ]);
    }
  }
}

/** Names a new note where the caret is and puts its text below everything else. */
function addNote(editor: Editor, content: JSONContent[]): void {
  const taken = new Set<string>();
  editor.state.doc.descendants((node) => {
    if (node.type.name.startsWith('note')) taken.add(String(node.attrs.label));
  });
  let number = 1;
  while (taken.has(String(number))) number += 1;
  const attrs = { label: String(number) };
  editor
    .chain()
    .focus()
    .insertContent({ type: 'noteMark', attrs })
    .command(({ tr, state }) => {
      tr.insert(tr.doc.content.size, state.schema.nodeFromJSON({ type: 'noteText', attrs, content }));
      return true;
    })
    .run();
}

/** Puts blocks where the caret is; the first and the last become one with the paragraph around it. */
export function insertBlocks(editor: Editor, nodes: JSONContent[]): void {
  const { schema, tr } = editor.state;
  const notes = nodes.filter((node) => node.type === 'noteText');
  const blocks = nodes.filter((node) => node.type !== 'noteText');
  const fragment = schema.nodeFromJSON({
    type: 'doc',
    content: blocks.length > 0 ? blocks : [{ type: 'paragraph' }],
  }).content;
  if (blocks.length > 0) tr.replaceSelection(Slice.maxOpen(fragment));
  for (const note of notes) tr.insert(tr.doc.content.size, schema.nodeFromJSON(note));
  editor.view.dispatch(tr.scrollIntoView());
}
