import { type ClipboardEvent, type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { MarkdownToolbar } from './markdown-toolbar.tsx';
import type { RichControls, WritingAction, WritingState } from './writing-actions.ts';

type RichModule = typeof import('./rich-text/rich-text.tsx');

/** The formatted editor: a script of its own, fetched when somebody first wants it. */
const loadRich = (): Promise<RichModule> => import('./rich-text/rich-text.tsx');

type MarkdownFieldProps = {
  id: string;
  name: string;
  label: ReactNode;
  /** The label as plain text, for the toolbar’s own name. */
  labelText: string;
  value: string;
  onChange: (value: string) => void;
  rows: number;
  /** What stands below: the words so far. */
  children?: ReactNode;
  describedBy?: string;
  maxLength?: number;
  /** `large` for a whole narrative; `brief` shows its toolbar once somebody is in the field. */
  size?: 'large' | 'brief';
  'data-finding'?: string | undefined;
};

const nothingOn: WritingState = { on: [], inTable: false };
const preference = 'tessera:writing';
const tooOdd = 'Some of this text can’t be shown as formatted, so it stays as plain text. Nothing was changed.';
const unreachable = 'The formatted editor could not be loaded. Check your connection; you can go on as plain text.';

/**
 * A field for Markdown: a textarea, which is all there is without JavaScript, and over it, for who wants it, the same text
 * as it will look. The Markdown is what counts: the formatted editor gives it back with every change.
 */
export function MarkdownField(props: MarkdownFieldProps) {
  const { id, name, label, labelText, value, onChange, size = 'large' } = props;
  const area = useRef<HTMLTextAreaElement>(null);
  const controls = useRef<RichControls>(undefined);
  const [rich, setRich] = useState<{
    module: RichModule;
    caret: [number, number];
    first?: WritingAction | undefined;
  }>();
  const [state, setState] = useState(nothingOn);
  const [said, setSaid] = useState('');
  const [isUsed, setIsUsed] = useState(size === 'large');
  const classes = `textarea${size === 'large' ? ' writing' : ''}`;
  const labelId = `${id}-label`;

  const goPlain = (notice = '') => {
    controls.current = undefined;
    setRich(undefined);
    setState(nothingOn);
    setSaid(notice);
  };

  async function goRich(first?: WritingAction, isOnlyWhileThere = false): Promise<void> {
    try {
      const module = await loadRich();
      const { current } = area;
      // Whoever has gone on while it was fetched is not called back.
      if (!current || (isOnlyWhileThere && document.activeElement !== current)) return;
      if (!module.canShow(current.value)) {
        setSaid(tooOdd);
        return;
      }
      setSaid('');
      setRich({ module, caret: [current.selectionStart, current.selectionEnd], first });
    } catch {
      setSaid(unreachable);
    }
  }

  const act = (action: WritingAction) => {
    if (controls.current) controls.current.run(action);
    else void goRich(action);
  };
  const toggle = () => {
    remember(!rich);
    if (!rich) void goRich();
    else {
      goPlain();
      setTimeout(() => area.current?.focus());
    }
  };
  const leave = () => {
    if (controls.current) controls.current.focus();
    else area.current?.focus();
  };
  const toToolbar = (event: KeyboardEvent) => {
    if (event.key !== 'F10' || !event.altKey) return;
    event.preventDefault();
    document.querySelector<HTMLElement>(`[role=toolbar][aria-controls="${id}"] button[tabindex="0"]`)?.focus();
  };

  async function paste(event: ClipboardEvent<HTMLTextAreaElement>): Promise<void> {
    const html = event.clipboardData.getData('text/html');
    const plain = event.clipboardData.getData('text/plain');
    if (!/<(?:b|strong|i|em|h[1-6]|ul|ol|table|a|sup)\b|mso-list|font-(?:weight|style)/iu.test(html)) return;
    event.preventDefault();
    const module = await loadRich().catch(() => undefined);
    const pasted = module?.pasteAsMarkdown(html, value);
    if (area.current) typeInto(area.current, pasted?.markdown ?? plain);
    setSaid(pasted?.said ?? '');
  }

  const toolbar = isUsed && (
    <MarkdownToolbar
      field={id}
      label={labelText}
      isFormatted={rich !== undefined}
      state={state}
      onAction={act}
      onToggle={toggle}
      onLeave={leave}
    />
  );
  return (
    <div
      className={`field field--wide markdown-field markdown-field--${size}`}
      onKeyDown={toToolbar}
      onFocus={() => setIsUsed(true)}
    >
      <label id={labelId} htmlFor={rich ? undefined : id} onClick={() => controls.current?.focus()}>
        {label}
      </label>
      {size === 'large' && toolbar}
      {rich ? (
        <>
          <input type="hidden" name={name} value={value} />
          <rich.module.RichText
            id={id}
            labelId={labelId}
            describedBy={props.describedBy}
            className={classes}
            value={value}
            caret={rich.caret}
            first={rich.first}
            onChange={onChange}
            onState={setState}
            onSaid={setSaid}
            onReady={(ready) => (controls.current = ready)}
            onTooOdd={() => goPlain(tooOdd)}
          />
        </>
      ) : (
        <textarea
          ref={area}
          id={id}
          name={name}
          className={classes}
          rows={props.rows}
          maxLength={props.maxLength}
          value={value}
          aria-describedby={props.describedBy}
          data-finding={props['data-finding']}
          onFocus={() => {
            if (prefersFormatted()) void goRich(undefined, true);
          }}
          onPaste={paste}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      {size === 'brief' && toolbar}
      <p className="writing-said" role="status">
        {said}
      </p>
      {props.children}
    </div>
  );
}

/** Types as a person would, so that it can be undone. */
function typeInto(area: HTMLTextAreaElement, text: string): void {
  area.focus();
  const isTyped = document.execCommand('insertText', false, text);
  if (isTyped || text === '') return;
  area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end');
  area.dispatchEvent(new Event('input', { bubbles: true }));
}

function prefersFormatted(): boolean {
  try {
    return localStorage.getItem(preference) === 'formatted';
  } catch {
    return false;
  }
}

function remember(isFormatted: boolean): void {
  try {
    localStorage.setItem(preference, isFormatted ? 'formatted' : 'plain');
  } catch {
    // Nothing is kept where the browser keeps nothing.
  }
}
