import { aiPlace } from '#domain/checks/check-part.ts';
import type { SealedAttempt } from '#domain/attempt/sealed-attempt.ts';
import type { Part } from '#domain/definition/schema.ts';
import { ErrorSummary, Field, type FormErrors } from '#ui/form.tsx';
import { Status } from '#ui/status.tsx';
import { workPaths } from './work-paths.ts';
import type { Workspace } from './workspace.queries.ts';

/** A declaration that could not be kept as it was typed. */
export type ReturnedDeclaration = { part: string; typed: Readonly<Record<string, string>>; errors: FormErrors };

type AiDeclarationProps = { workspace: Workspace; part: Part; returned?: ReturnedDeclaration | undefined };

/** Where a part asks for it: whether AI was used for it, and how. No answer is a wrong one. */
export function AiDeclaration({ workspace, part, returned }: AiDeclarationProps) {
  if (part.aiUse !== 'declare') return null;
  const declared = workspace.people.aiUse.get(part.id);
  const isReturned = returned?.part === part.id;
  const errors = isReturned ? returned.errors : [];
  const used = isReturned ? returned.typed.used : declared && (declared.used ? 'yes' : 'no');
  const place = aiPlace(part.id);
  if (workspace.enrolment.state !== 'working') return declared ? <AiUseShown {...declared} /> : null;
  return (
    <details className="panel panel--quiet ai-declaration" id={place} open={!declared || isReturned}>
      <summary>
        Use of AI in “{part.title}”{' '}
        <Status
          name={declared ? 'complete' : 'blocking'}
          word={declared ? (declared.used ? 'Used' : 'Not used') : 'To declare'}
        />
      </summary>
      <form method="post" action={`${workPaths(workspace.enrolment.id).home}/parts/${part.id}/ai`} noValidate>
        <ErrorSummary errors={errors} />
        <fieldset className="field" id={`${place}-used`}>
          <legend>Did you use AI for this part?</legend>
          <p className="hint">Either answer is fine. Whoever assesses your work reads it beside this part.</p>
          <div className="choices">
            <label className="choice">
              <input type="radio" name="used" value="yes" defaultChecked={used === 'yes'} /> Yes
            </label>
            <label className="choice">
              <input type="radio" name="used" value="no" defaultChecked={used === 'no'} /> No
            </label>
          </div>
        </fieldset>
        <Field
          name={`${place}-how`}
          label="If so, how?"
          hint="What you asked of it, with what, and what you changed yourself."
          errors={errors}
        >
          {(control) => (
            <textarea
              {...control}
              name="how"
              className="textarea"
              rows={3}
              maxLength={5000}
              defaultValue={isReturned ? returned.typed.how : declared?.how}
            />
          )}
        </Field>
        <button type="submit" className="btn btn-primary">
          Keep this
        </button>
      </form>
    </details>
  );
}

/** What was declared, for whoever reads the work. */
export function AiUseShown({ used, how }: { used: boolean; how: string }) {
  return (
    <div className="ai-use">
      <p className="meta">Use of AI, as declared</p>
      <p>{used ? how : 'None was used for this part.'}</p>
    </div>
  );
}

/** What was declared of every part of an attempt. */
export function SealedAiUse({ sealed, parts }: { sealed: Pick<SealedAttempt, 'aiUse'>; parts: readonly Part[] }) {
  return (sealed.aiUse ?? []).map((declared) => (
    <div key={declared.part}>
      {parts.length > 1 && <p className="meta">{parts.find(({ id }) => id === declared.part)?.title}</p>}
      <AiUseShown {...declared} />
    </div>
  ));
}
