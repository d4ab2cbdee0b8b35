import { type FormEvent, useEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { safeHref } from '#domain/text/markdown-inline.ts';

export type Asked = 'link' | 'note' | 'source';
export type Answer =
  | { kind: 'link'; href: string; text: string }
  | { kind: 'note'; text: string }
  | { kind: 'again'; label: string }
  | { kind: 'source'; author: string; year: string; title: string; href: string };

type Field = { name: string; label: string; value?: string; isOptional?: boolean; isAddress?: boolean };

type InsertDialogProps = {
  asked: Asked;
  /** What is selected, or the link that the caret is in. */
  selected: { text: string; href: string };
  /** The notes that the text has already. */
  notes: readonly { label: string; text: string }[];
  onAnswer: (answer: Answer) => void;
  onClose: () => void;
};

const titles: Record<Asked, string> = { link: 'Link', note: 'Footnote', source: 'Cite a source' };

function fieldsOf(asked: Asked, selected: InsertDialogProps['selected']): Field[] {
  const address = { name: 'href', label: 'Web address', isAddress: true };
  if (asked === 'note') return [{ name: 'text', label: 'Text of the footnote' }];
  if (asked === 'link')
    return [
      { ...address, value: selected.href },
      { name: 'text', label: 'Words that carry the link', value: selected.text, isOptional: true },
    ];
  return [
    { name: 'author', label: 'Author' },
    { name: 'year', label: 'Year' },
    { name: 'title', label: 'Title' },
    { ...address, isOptional: true },
  ];
}

/** Asks for what a link, a footnote or a source needs. It stands outside the editor’s form, which it is no part of. */
export function InsertDialog({ asked, selected, notes, onAnswer, onClose }: InsertDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    event.stopPropagation();
    const form = new FormData(event.currentTarget);
    const get = (name: string) => {
      const field = form.get(name);
      return typeof field === 'string' ? field.trim() : '';
    };
    const href = safeHref(withScheme(get('href'))) ?? '';
    const again = get('again');
    if (again !== '') onAnswer({ kind: 'again', label: again });
    else if (asked === 'link') onAnswer({ kind: 'link', href, text: get('text') });
    else if (asked === 'note') onAnswer({ kind: 'note', text: get('text') });
    else onAnswer({ kind: 'source', author: get('author'), year: get('year'), title: get('title'), href });
  };
  const canRepeat = asked === 'source' && notes.length > 0;
  return createPortal(
    <dialog ref={dialog} className="insert-dialog" aria-labelledby="insert-heading" onClose={onClose}>
      <form onSubmit={submit}>
        <h2 id="insert-heading">{titles[asked]}</h2>
        {canRepeat && (
          <div className="field">
            <label htmlFor="insert-again">Named before</label>
            <select
              id="insert-again"
              name="again"
              className="select"
              onChange={({ target }) => {
                for (const field of target.form?.querySelectorAll('input') ?? []) field.disabled = target.value !== '';
              }}
            >
              <option value="">A new one</option>
              {notes.map(({ label, text }) => (
                <option key={label} value={label}>
                  {text.slice(0, 80)}
                </option>
              ))}
            </select>
          </div>
        )}
        {fieldsOf(asked, selected).map(({ name, label, value, isOptional, isAddress }) => (
          <div key={name} className="field">
            <label htmlFor={`insert-${name}`}>
              {label}
              {isOptional && <span className="label-note"> (optional)</span>}
            </label>
            <input
              id={`insert-${name}`}
              name={name}
              className="input"
              defaultValue={value}
              required={!isOptional}
              maxLength={2000}
              inputMode={isAddress ? 'url' : undefined}
              onInput={({ currentTarget }) => {
                const isWrong =
                  isAddress && currentTarget.value.trim() !== '' && !safeHref(withScheme(currentTarget.value));
                currentTarget.setCustomValidity(isWrong ? 'Write an address such as https://example.org' : '');
              }}
            />
          </div>
        ))}
        <div className="actions">
          <button type="submit" className="btn btn-primary">
            Insert
          </button>
          <button type="button" className="btn" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
        </div>
      </form>
    </dialog>,
    document.body,
  );
}

/** People leave it out, and mail addresses have another. */
function withScheme(address: string): string {
  const written = address.trim();
  if (written === '' || /^[a-z][a-z0-9+.-]*:/iu.test(written)) return written;
  return /^[^\s/@]+@[^\s/@]+$/u.test(written) ? `mailto:${written}` : `https://${written}`;
}
