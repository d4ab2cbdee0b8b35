import type { SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
import { listRequirements } from '#domain/definition/outline.ts';
import type { Definition } from '#domain/definition/schema.ts';
import { evidenceArtifactIds } from '#domain/evidence/registry.ts';
import { ErrorSummary, type FormErrors, TextField } from '#ui/form.tsx';
import type { PageContext } from '#ui/page-context.ts';
import { LeadFrame } from '../lead/lead-frame.tsx';
import { isLeftOut } from './copy-anchor.ts';
import { AnchorFields } from './new-anchor.page.tsx';

type CopyAnchorPageProps = {
  context: PageContext;
  attemptId: string;
  definition: Definition;
  sealed: SealedAttempt;
  typed?: Readonly<Record<string, string>>;
  errors?: FormErrors;
};

/** What to take over of an attempt whose earner agreed. */
export function CopyAnchorPage({
  context,
  attemptId,
  definition,
  sealed,
  typed = {},
  errors = [],
}: CopyAnchorPageProps) {
  const isReturned = typed.title !== undefined;
  return (
    <LeadFrame context={context} current="calibration" title="Make the anchor" hasErrors={errors.length > 0}>
      <nav className="crumbs" aria-label="Breadcrumbs">
        <a href="/lead/calibration">Calibration</a>
        <span aria-current="page">Make the anchor</span>
      </nav>
      <ErrorSummary errors={errors} />
      <header className="page-head">
        <h1>Make the anchor</h1>
        <p className="lead">
          {sealed.earner.name} agreed. In every text of the copy their name, and those of the peers who confirmed
          something, give way to others.
        </p>
      </header>
      <form method="post" action={`/lead/calibration/consents/${attemptId}`} noValidate className="fields">
        <AnchorFields typed={typed} errors={errors} />
        <TextField
          name="names"
          label="Other names to replace (optional)"
          hint="One a line: students, colleagues, the school. Each is replaced by a made-up name wherever it stands in a text."
          errors={errors}
          rows={4}
          value={typed.names}
        />
        <fieldset className="field">
          <legend>Files that may come along</legend>
          <p className="hint">
            What stands in a file is not changed. Open each, and leave out those that say who it is.
          </p>
          {listRequirements(definition).map((requirement) => {
            const data = sealed.evidence.find((item) => item.requirement === requirement.id)?.data;
            const ids = new Set(evidenceArtifactIds(requirement, data));
            const files = sealed.artifacts.filter(({ id }) => ids.has(id));
            if (files.length === 0) return null;
            return (
              <div key={requirement.id} className="anchor-files">
                <p className="label-text">{requirement.title}</p>
                {files.map((file) => (
                  <FileChoice
                    key={file.id}
                    file={file}
                    isChosen={isReturned ? typed[`keep.${file.id}`] === '1' : !isLeftOut(file)}
                  />
                ))}
              </div>
            );
          })}
          {sealed.artifacts.length === 0 && <p className="muted">There are none.</p>}
        </fieldset>
        <div className="actions">
          <button type="submit" className="btn btn-primary">
            Make the anchor
          </button>
          <a href="/lead/calibration" className="btn">
            Not now
          </a>
        </div>
      </form>
    </LeadFrame>
  );
}

function FileChoice({ file, isChosen }: { file: SealedAttempt['artifacts'][number]; isChosen: boolean }) {
  if (isLeftOut(file)) {
    return (
      <p className="meta">
        {file.name}: left out, since{' '}
        {file.kind === 'link'
          ? 'a link leads to the earner'
          : file.showsPeople || file.sha256 === null
            ? 'it shows people, or is hidden'
            : 'its details (author, program) can’t be taken out'}
        .
      </p>
    );
  }
  return (
    <div className="anchor-file">
      <p className="choice">
        <input type="checkbox" id={`keep.${file.id}`} name={`keep.${file.id}`} value="1" defaultChecked={isChosen} />{' '}
        <label htmlFor={`keep.${file.id}`}>Take along {file.name}</label>
      </p>
      <p className="meta">
        <a href={`/artifacts/${file.id}`}>
          Open<span className="sr-only"> {file.name}</span>
        </a>
      </p>
    </div>
  );
}
