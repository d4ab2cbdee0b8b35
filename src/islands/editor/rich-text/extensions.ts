import { Node } from '@tiptap/core';
import { Table, TableCell, TableHeader, TableRow } from '@tiptap/extension-table';
import StarterKit from '@tiptap/starter-kit';
import { safeHref } from '#domain/text/markdown-inline.ts';

/** Where a footnote is named in the text. */
const NoteMark = Node.create({
  name: 'noteMark',
  group: 'inline',
  inline: true,
  atom: true,
  addAttributes: () => ({ label: { default: '1' } }),
  parseHTML: () => [{ tag: 'sup[data-note]', getAttrs: (element) => ({ label: element.dataset.note }) }],
  renderHTML({ node }) {
    const label = String(node.attrs.label);
    return ['sup', { 'data-note': label, class: 'markdown__mark' }, label];
  },
  renderText: () => '',
});

/** The text of a footnote, below everything else. */
const NoteText = Node.create({
  name: 'noteText',
  content: 'inline*',
  defining: true,
  isolating: true,
  addAttributes: () => ({ label: { default: '1' } }),
  parseHTML: () => [{ tag: 'p[data-note-text]', getAttrs: (element) => ({ label: element.dataset.noteText }) }],
  renderHTML({ node }) {
    return ['p', { 'data-note-text': String(node.attrs.label), class: 'rich-text__note' }, 0];
  },
  addKeyboardShortcuts() {
    const isHere = () => this.editor.isActive(this.name);
    return {
      // A note is one paragraph.
      Enter: () => isHere() && this.editor.commands.setHardBreak(),
      Backspace: () => {
        const { empty, $from } = this.editor.state.selection;
        return isHere() && empty && $from.parent.content.size === 0 && this.editor.commands.deleteNode(this.name);
      },
    };
  },
});

/** What the editor knows of: what Markdown as we read it can say, and no more. No inline styles: pages forbid them. */
export const extensions = [
  StarterKit.configure({
    document: false,
    code: false,
    codeBlock: false,
    strike: false,
    underline: false,
    heading: { levels: [1, 2, 3] },
    dropcursor: false,
    trailingNode: { notAfter: ['paragraph', 'noteText', 'heading', 'bulletList', 'orderedList'] },
    link: {
      openOnClick: false,
      autolink: true,
      defaultProtocol: 'https',
      HTMLAttributes: { rel: 'noopener noreferrer nofollow ugc', target: null },
      isAllowedUri: (url) => safeHref(url) !== undefined,
    },
  }),
  Node.create({ name: 'doc', topNode: true, content: '(block | noteText)+' }),
  NoteMark,
  NoteText,
  // Columns take the width that they need.
  Table.extend({
    addNodeView: null,
    renderHTML: () => ['div', { class: 'markdown__table' }, ['table', ['tbody', 0]]],
  }).configure({ resizable: false }),
  TableRow,
  TableCell.extend({ content: 'paragraph' }),
  TableHeader.extend({ content: 'paragraph' }),
];
