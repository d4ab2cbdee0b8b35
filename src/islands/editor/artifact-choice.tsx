import { findLabelled } from '#domain/evidence/portfolio/artifact-labels.ts';
import type { DraftSource } from '#domain/evidence/portfolio/draft.ts';

type ArtifactChoiceProps = {
  id: string;
  source: DraftSource;
  labels: ReadonlyMap<string, string>;
  /** The page’s one list of labels, where there are too many for a list in each row. */
  labelsId: string | undefined;
  /** Of what is wrong with it. */
  errorId: string | undefined;
  onChange: (chosen: Pick<DraftSource, 'artifact'> & { name?: string }) => void;
};

/** Which file or link: a list of them, or where there are many a field that helps to type the name of one. */
export function ArtifactChoice({ id, source, labels, labelsId, errorId, onChange }: ArtifactChoiceProps) {
  if (labelsId !== undefined) {
    return (
      <input
        id={id}
        name={id}
        className="input"
        list={labelsId}
        autoComplete="off"
        maxLength={300}
        placeholder="Type part of its name"
        value={labels.get(source.artifact) ?? source.name ?? ''}
        aria-invalid={errorId ? true : undefined}
        aria-describedby={errorId}
        onChange={(event) => {
          const name = event.target.value;
          const artifact = findLabelled(labels, name);
          onChange(artifact === undefined ? { artifact: '', name } : { artifact });
        }}
      />
    );
  }
  return (
    <select
      id={id}
      name={id}
      className="select"
      value={labels.has(source.artifact) ? source.artifact : ''}
      onChange={(event) => {
        onChange({ artifact: event.target.value });
      }}
    >
      <option value="">{labels.size > 0 ? 'Choose one' : 'Nothing handed in yet'}</option>
      {[...labels].map(([artifact, label]) => (
        <option key={artifact} value={artifact}>
          {label}
        </option>
      ))}
    </select>
  );
}
