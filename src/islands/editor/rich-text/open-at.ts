import type { Editor, JSONContent } from '@tiptap/core';
import { TextSelection } from '@tiptap/pm/state';
import { openMarkdown } from './convert.ts';

/** Characters that nobody types, put where the selection is to see where it comes out. */
const marks = ['\ue000', '\ue001'] as const;
const anyMark = /[\ue000\ue001]/gu;

/** Puts the caret where it was in the Markdown text that the editor shows; at the end where that can’t be told. */
export function selectAt({ view, state }: Editor, text: string, [from, to]: [number, number]): void {
  const marked = openMarkdown(text.slice(0, from) + marks[0] + text.slice(from, to) + marks[1] + text.slice(to));
  const places = marked && findPlaces(marked, openMarkdown(text) ?? null);
  const isThere = places !== undefined && places[1] <= state.doc.content.size;
  const selection = isThere
    ? TextSelection.between(state.doc.resolve(places[0]), state.doc.resolve(places[1]))
    : TextSelection.atEnd(state.doc);
  view.dispatch(state.tr.setSelection(selection).setMeta('addToHistory', false));
}

/** Positions of the marks, where they changed nothing else. */
function findPlaces(marked: JSONContent, content: JSONContent | null): [number, number] | undefined {
  const places: number[] = [];
  let position = -1;
  const visit = (node: JSONContent): JSONContent => {
    if (node.type === 'text') {
      const text = node.text ?? '';
      for (const character of text.split('')) {
        if (marks.some((mark) => mark === character)) places.push(position);
        else position += 1;
      }
      return { ...node, text: text.replace(anyMark, '') };
    }
    position += 1;
    const isLeaf = node.type === 'hardBreak' || node.type === 'noteMark' || node.type === 'horizontalRule';
    if (isLeaf) return node;
    const inner = (node.content ?? []).map(visit).filter((one) => one.type !== 'text' || one.text !== '');
    position += 1;
    return { ...node, ...(node.content && { content: inner }) };
  };
  const plain = visit(marked);
  const [from, to] = places;
  const isSame = JSON.stringify(joined(plain)) === JSON.stringify(joined(content ?? { type: 'doc' }));
  return isSame && from !== undefined && to !== undefined ? [from, to] : undefined;
}

/** Without what says nothing: an empty list of children. */
function joined(node: JSONContent): unknown {
  const content = (node.content ?? []).map(joined);
  return { ...node, content: content.length > 0 ? content : undefined };
}
