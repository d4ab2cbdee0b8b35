import { ArrowDown, ArrowUp } from 'lucide-react';
import { useState } from 'react';
import { type ArtifactData, artifact as artifactKind } from '#domain/evidence/artifact/artifact.ts';
import { EditorForm } from './editor/editor-form.tsx';
import { liveFindings } from './editor/live-findings.ts';
import type { EditorArtifact, EditorProps } from './editor/editor-props.ts';
import { focusSoon } from './editor/focus-soon.ts';
import { FilePanel } from './editor/file-panel.tsx';
import { LinkAdder } from './editor/link-adder.tsx';
import { setRemoved, undoReplacement } from './editor/send-files.ts';
import { Uploader } from './editor/uploader.tsx';
import { useDraft } from './editor/use-draft.ts';

const same = (data: ArtifactData) => data;
type Item = ArtifactData['items'][number];

/** What was done last, which can be undone. */
type Done =
  | { kind: 'removed'; item: Item; index: number; artifact: EditorArtifact }
  | { kind: 'replaced'; old: EditorArtifact; next: EditorArtifact };

/** Files and links with a note to each; a removed or replaced one can be brought back. */
export function ArtifactEditor(props: EditorProps<'artifact', ArtifactData>) {
  const { urls, requirement, errors } = props;
  const { rules } = requirement;
  const uploadUrl = `${urls.artifacts}?requirement=${requirement.id}`;
  const [artifacts, setArtifacts] = useState(() => new Map(props.artifacts.map((one) => [one.id, one])));
  const [done, setDone] = useState<Done>();
  const [problem, setProblem] = useState<string>();
  const draft = useDraft({
    ...props,
    url: urls.draft,
    toDraft: same,
    toData: same,
    onArtifacts: (added) => setArtifacts((all) => new Map([...all, ...added.map((one) => [one.id, one] as const)])),
  });
  const context = { details: [], artifacts };
  const text = (data: ArtifactData) => artifactKind.toText(data, rules, context);

  const know = (added: readonly EditorArtifact[]) => {
    setArtifacts((all) => new Map([...all, ...added.map((one) => [one.id, one] as const)]));
  };
  /** The server has moved what pointed into the one to the other; the draft here does the same. */
  const replace = (old: EditorArtifact, next: EditorArtifact) => {
    know([next]);
    draft.change((data) => artifactKind.replaceArtifact(data, old.id, next.id));
    setDone({ kind: 'replaced', old, next });
    setProblem(undefined);
  };
  const add = (arrived: EditorArtifact[]) => {
    // A new version whose sending was taken up again after the page was closed.
    const olds = new Map(arrived.map((one) => [one, artifacts.get(one.replaces ?? '')] as const));
    for (const [next, old] of olds) if (old) replace(old, next);
    const added = arrived.filter((one) => !olds.get(one));
    know(added);
    draft.change(({ items }) => {
      const named = new Set(items.map((item) => item.artifact));
      const fresh = added.filter(({ id }) => !named.has(id));
      return { items: [...items, ...fresh.map(({ id }) => ({ artifact: id, note: '' }))] };
    });
  };
  const remove = async (item: Item, index: number, artifact: EditorArtifact) => {
    if (!(await setRemoved(`${urls.artifacts}/${item.artifact}/remove`, false))) return;
    setDone({ kind: 'removed', item, index, artifact });
    focusSoon('undo-last');
    draft.change(({ items }) => ({ items: items.filter((one) => one.artifact !== item.artifact) }));
  };
  const undo = async (what: Done) => {
    if (what.kind === 'removed') {
      if (!(await setRemoved(`${urls.artifacts}/${what.item.artifact}/remove`, true))) return;
      focusSoon(`note-${what.item.artifact}`);
      draft.change(({ items }) => ({ items: items.toSpliced(what.index, 0, what.item) }));
    } else {
      const { added, refused } = await undoReplacement(`${urls.artifacts}/${what.next.id}/replace`);
      setProblem(refused[0]?.message);
      if (added.length === 0) return;
      know(added);
      draft.change((data) => artifactKind.replaceArtifact(data, what.next.id, what.old.id));
      focusSoon(`note-${what.old.id}`);
    }
    setDone(undefined);
  };
  const move = (index: number, by: -1 | 1) => {
    const buttons = ['up', 'down'].map((way) => `move-${way}-${draft.draft.items[index]?.artifact}`);
    focusSoon(...(by < 0 ? buttons : buttons.reverse()));
    draft.change(({ items }) => {
      const item = items[index];
      return item ? { items: items.toSpliced(index, 1).toSpliced(index + by, 0, item) } : { items };
    });
  };

  const shown = draft.draft.items.filter((item) => artifacts.has(item.artifact));
  return (
    <EditorForm
      action={urls.post}
      back={urls.back}
      draft={draft}
      errors={errors}
      findings={liveFindings(props, draft.draft, context)}
      versions={draft.theirs && { mine: text(draft.draft), theirs: text(draft.theirs.data) }}
      hasFiles
    >
      <div role="status">
        {done && (
          <p className="alert alert-info">
            {done.kind === 'removed'
              ? `“${done.artifact.name}” is removed.`
              : `“${done.next.name}” took the place of “${done.old.name}”.`}{' '}
            <button id="undo-last" type="button" className="link-button" onClick={() => void undo(done)}>
              Undo
            </button>
          </p>
        )}
      </div>
      {problem && (
        <p className="alert alert-error" role="alert">
          {problem}
        </p>
      )}
      <p className="hint">
        At most {rules.max.toLocaleString('en-US')}.{' '}
        {rules.note === 'required' ? 'Each needs a note that says what it is.' : 'You can say of each what it is.'}
      </p>
      <ul className="handed-in">
        {draft.draft.items.map((item, index) => {
          const artifact = artifacts.get(item.artifact);
          if (!artifact) return null;
          return (
            <li key={item.artifact} id={`item-${item.artifact}`}>
              <input type="hidden" name={`item.${index}.artifact`} value={item.artifact} />
              <FilePanel artifact={artifact} urls={urls} limits={rules} onReplaced={replace}>
                {shown.length > 1 && (
                  <MoveButtons
                    id={item.artifact}
                    name={artifact.name}
                    isFirst={item === shown[0]}
                    isLast={item === shown.at(-1)}
                    onMove={(by) => {
                      move(index, by);
                    }}
                  />
                )}
                <button
                  type="submit"
                  name="remove"
                  value={item.artifact}
                  className="btn btn-sm"
                  aria-label={`Remove: ${artifact.name}`}
                  onClick={(event) => {
                    event.preventDefault();
                    void remove(item, index, artifact);
                  }}
                >
                  Remove
                </button>
              </FilePanel>
              <div className="field field--wide">
                <label htmlFor={`note-${item.artifact}`}>
                  What is it? {rules.note === 'optional' && <span className="label-note">(optional)</span>}
                </label>
                <textarea
                  id={`note-${item.artifact}`}
                  name={`item.${index}.note`}
                  className="textarea"
                  rows={2}
                  maxLength={5000}
                  value={item.note}
                  onChange={(event) => {
                    const note = event.target.value;
                    draft.change(({ items }) => ({
                      items: items.map((one) => (one.artifact === item.artifact ? { ...one, note } : one)),
                    }));
                  }}
                />
              </div>
            </li>
          );
        })}
      </ul>
      <div id="add">
        <Uploader
          id="files"
          name="files"
          label="Upload files"
          url={uploadUrl}
          accept={rules.accept}
          maxMegabytes={rules.maxMegabytes}
          onAdded={add}
        />
        {!urls.noReuse && (
          <p className="reuse-link">
            <a href={`${urls.artifacts}/reusable?requirement=${requirement.id}`}>Use a file you already have</a>
          </p>
        )}
        {rules.accept.includes('link') && <LinkAdder url={uploadUrl} onAdded={add} />}
      </div>
    </EditorForm>
  );
}

type MoveButtonsProps = { id: string; name: string; isFirst: boolean; isLast: boolean; onMove: (by: -1 | 1) => void };

/** The order of the list is the order in which it is read; these need the page’s script. */
function MoveButtons({ id, name, isFirst, isLast, onMove }: MoveButtonsProps) {
  return (
    <span className="move-buttons">
      <button
        id={`move-up-${id}`}
        type="button"
        className="btn btn-sm btn-square"
        aria-label={`Move up: ${name}`}
        disabled={isFirst}
        onClick={() => {
          onMove(-1);
        }}
      >
        <ArrowUp aria-hidden="true" size={14} />
      </button>
      <button
        id={`move-down-${id}`}
        type="button"
        className="btn btn-sm btn-square"
        aria-label={`Move down: ${name}`}
        disabled={isLast}
        onClick={() => {
          onMove(1);
        }}
      >
        <ArrowDown aria-hidden="true" size={14} />
      </button>
    </span>
  );
}
