import { Editor, type JSONContent } from '@tiptap/core';
import { useEffect, useRef, useState } from 'react';
import { blocksText, parseMarkdown } from '#domain/text/markdown.ts';
import { countOf } from '#domain/evidence/finding.ts';
import { writeMarkdown } from '#domain/text/markdown-write.ts';
import type { RichControls, WritingAction, WritingState } from '../writing-actions.ts';
import { insertAnswer, insertBlocks, runAction, selectedLink, stateOf } from './commands.ts';
import { fromDocument, openMarkdown, saveMarkdown, toDocument } from './convert.ts';
import { extensions } from './extensions.ts';
import { hasForm, readHtml } from './html-to-blocks.ts';
import { type Asked, InsertDialog } from './insert-dialog.tsx';
import { selectAt } from './open-at.ts';

type RichTextProps = {
  id: string;
  labelId: string;
  describedBy: string | undefined;
  className: string;
  value: string;
  /** Where the caret, or the selection, was in the Markdown. */
  caret: [number, number];
  /** What to do first: the button that brought us here. */
  first: WritingAction | undefined;
  onChange: (markdown: string) => void;
  onState: (state: WritingState) => void;
  onSaid: (sentence: string) => void;
  onReady: (controls: RichControls) => void;
  onTooOdd: () => void;
};

/** Whether all of the text can be shown, and given back. */
export function canShow(text: string): boolean {
  return openMarkdown(text) !== undefined;
}

/** What was on the clipboard as Markdown, to go into `text`; `undefined` where it has no form worth keeping. */
export function pasteAsMarkdown(html: string, text: string): { markdown: string; said: string } | undefined {
  const { blocks, pictures } = readHtml(html, labelsIn(text));
  return hasForm(blocks) ? { markdown: writeMarkdown(blocks), said: sayLeftOut(pictures) } : undefined;
}

/** The text as it will look, to be written in. What it gives back is Markdown; what it is given may change at any time. */
export function RichText(props: RichTextProps) {
  const element = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor>(undefined);
  /** What this editor gave and has not yet been given back, with the last that it was given before it. */
  const given = useRef([props.value]);
  const [asked, setAsked] = useState<Asked>();
  // Listeners live as long as the editor and call what the last render gave.
  const live = useRef(props);
  live.current = props;

  useEffect(() => {
    const { id, labelId, describedBy, className, value, caret, first } = live.current;
    const made = new Editor({
      element: element.current,
      extensions,
      injectCSS: false,
      content: openMarkdown(value) ?? null,
      editorProps: {
        attributes: {
          id,
          role: 'textbox',
          'aria-multiline': 'true',
          'aria-labelledby': labelId,
          class: `rich-text markdown ${className}`,
          ...(describedBy && { 'aria-describedby': describedBy }),
        },
        // Before the editor’s own reading, which would bring the clipboard’s styles to life and is refused.
        handleDOMEvents: {
          paste: (_view, event) => {
            const html = event.clipboardData?.getData('text/html') ?? '';
            if (html === '') return false;
            event.preventDefault();
            const { blocks, pictures } = readHtml(html, labelsIn(given.current.at(-1) ?? ''));
            live.current.onSaid(sayLeftOut(pictures));
            insertBlocks(made, toDocument(blocks).content ?? []);
            return true;
          },
        },
      },
      onUpdate: ({ editor: { state } }) => {
        const markdown = saveMarkdown(state.doc.toJSON() as JSONContent);
        given.current.push(markdown);
        live.current.onChange(markdown);
      },
      onTransaction: ({ editor: current }) => live.current.onState(stateOf(current)),
    });
    editor.current = made;
    const run = (action: WritingAction) => {
      if (action === 'link' || action === 'note' || action === 'source') setAsked(action);
      else runAction(made, action);
    };
    live.current.onReady({ run, focus: () => made.view.focus() });
    selectAt(made, value, caret);
    made.view.focus();
    live.current.onState(stateOf(made));
    if (first) run(first);
    return () => made.destroy();
  }, []);

  // Another version took the place of this one: a merge, a restored draft.
  useEffect(() => {
    const own = given.current.lastIndexOf(props.value);
    if (own >= 0) given.current.splice(0, own);
    if (own >= 0 || !editor.current) return;
    const opened = openMarkdown(props.value);
    if (!opened) {
      props.onTooOdd();
      return;
    }
    given.current = [props.value];
    const { from, to } = editor.current.state.selection;
    editor.current.commands.setContent(opened, { emitUpdate: false });
    editor.current.commands.setTextSelection({ from, to });
  }, [props.value]);

  return (
    <>
      <div ref={element} className="rich-text-holder" />
      {asked && editor.current && (
        <InsertDialog
          asked={asked}
          selected={selectedLink(editor.current)}
          notes={notesIn(editor.current)}
          onAnswer={(answer) => {
            setAsked(undefined);
            insertAnswer(editor.current!, answer);
          }}
          onClose={() => {
            setAsked(undefined);
            editor.current?.commands.focus();
          }}
        />
      )}
    </>
  );
}

function notesIn(editor: Editor): { label: string; text: string }[] {
  return fromDocument(editor.getJSON()).flatMap((block) =>
    block.type === 'note' ? [{ label: block.label, text: blocksText([block], { notes: true }) }] : [],
  );
}

function labelsIn(text: string): string[] {
  return parseMarkdown(text).flatMap((block) => (block.type === 'note' ? [block.label] : []));
}

function sayLeftOut(pictures: number): string {
  if (pictures === 0) return '';
  return `${countOf(pictures, 'picture')} left out: a text holds words alone. Add pictures as files.`;
}
