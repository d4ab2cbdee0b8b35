import { useState } from 'react';
import { type ArtifactData, artifact as artifactKind } from '#domain/evidence/artifact/artifact.ts';
import { checkEvidence } from '#domain/evidence/registry.ts';
import { ArtifactName } from './editor/artifact-name.tsx';
import { EditorForm } from './editor/editor-form.tsx';
import type { EditorArtifact, EditorProps } from './editor/editor-props.ts';
import { LinkAdder } from './editor/link-adder.tsx';
import { setRemoved } from './editor/send-files.ts';
import { Uploader } from './editor/uploader.tsx';
import { useDraft } from './editor/use-draft.ts';

const same = (data: ArtifactData) => data;
type Item = ArtifactData['items'][number];

/** Files and links with a note to each; a removed one can be brought back. */
export function ArtifactEditor(props: EditorProps<'artifact', ArtifactData>) {
  const { urls, requirement, errors } = props;
  const { rules } = requirement;
  const uploadUrl = `${urls.artifacts}?requirement=${requirement.id}`;
  const [artifacts, setArtifacts] = useState(() => new Map(props.artifacts.map((one) => [one.id, one])));
  const [removed, setRemovedItem] = useState<{ item: Item; index: number; artifact: EditorArtifact }>();
  const draft = useDraft({ ...props, url: urls.draft, toDraft: same, toData: same });
  const context = { details: [], artifacts };
  const text = (data: ArtifactData) => artifactKind.toText(data, rules, context);

  const add = (added: EditorArtifact[]) => {
    setArtifacts((all) => new Map([...all, ...added.map((one) => [one.id, one] as const)]));
    draft.change(({ items }) => ({ items: [...items, ...added.map(({ id }) => ({ artifact: id, note: '' }))] }));
  };
  const remove = async (item: Item, index: number, artifact: EditorArtifact) => {
    if (!(await setRemoved(`${urls.artifacts}/${item.artifact}/remove`, false))) return;
    setRemovedItem({ item, index, artifact });
    draft.change(({ items }) => ({ items: items.filter((one) => one.artifact !== item.artifact) }));
  };
  const undo = async () => {
    if (!removed || !(await setRemoved(`${urls.artifacts}/${removed.item.artifact}/remove`, true))) return;
    draft.change(({ items }) => ({ items: items.toSpliced(removed.index, 0, removed.item) }));
    setRemovedItem(undefined);
  };

  return (
    <EditorForm
      action={urls.post}
      back={urls.back}
      draft={draft}
      errors={errors}
      findings={checkEvidence(requirement, draft.draft, context)}
      versions={draft.theirs && { mine: text(draft.draft), theirs: text(draft.theirs.data) }}
      hasFiles
    >
      {removed && (
        <p className="alert alert-info" role="status">
          “{removed.artifact.name}” is removed.{' '}
          <button type="button" className="link-button" onClick={() => void undo()}>
            Undo
          </button>
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
              <div className="handed-in__head">
                <ArtifactName artifact={artifact} files={urls.files} />
                <button
                  type="submit"
                  name="remove"
                  value={item.artifact}
                  className="btn btn-sm"
                  aria-label={`Remove this artifact: ${artifact.name}`}
                  onClick={(event) => {
                    event.preventDefault();
                    void remove(item, index, artifact);
                  }}
                >
                  Remove this artifact
                </button>
              </div>
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
        {rules.accept.includes('link') && <LinkAdder url={uploadUrl} onAdded={add} />}
      </div>
    </EditorForm>
  );
}
