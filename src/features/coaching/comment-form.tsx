import { everyLocatorType, locatorTypes } from '#domain/evidence/locator.ts';
import { Field, type FormErrors, TextField } from '#ui/form.tsx';
import type { CoachedArtifact, CoachedRequirement } from './coached-work.queries.ts';

type CommentFormProps = {
  action: string;
  pieces: CoachedRequirement['pieces'];
  artifacts: ReadonlyMap<string, CoachedArtifact>;
  typed: Readonly<Record<string, string>>;
  errors: FormErrors;
};

/** A comment on a piece, and where in a file; with JavaScript the place is pointed at (`islands/point-in-form.ts`). */
export function CommentForm({ action, pieces, artifacts, typed, errors }: CommentFormProps) {
  const ids = new Set(pieces.flatMap(({ pointers }) => pointers.map(({ artifact }) => artifact)));
  const files = [...ids].flatMap((id) => {
    const artifact = artifacts.get(id);
    return artifact && artifact.hidden === undefined ? [artifact] : [];
  });
  return (
    <form method="post" action={action} className="comment-form" noValidate data-points="">
      <Field name="place" label="About" errors={errors}>
        {(control) => (
          <select {...control} className="select" defaultValue={typed.place ?? ''}>
            <option value="">All of it</option>
            {pieces.map(({ place, label }) => (
              <option key={place} value={place}>
                {label}
              </option>
            ))}
          </select>
        )}
      </Field>
      {files.length > 0 && (
        <fieldset>
          <legend>At a place in a file (optional)</legend>
          <Field name="file" label="File or link" errors={errors}>
            {(control) => (
              <select {...control} className="select" defaultValue={typed.file ?? ''}>
                <option value="">None</option>
                {files.map(({ id, name, kind, mediaType }) => (
                  <option key={id} value={id} data-kind={kind} data-media={mediaType ?? undefined}>
                    {name}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <button type="button" className="btn btn-sm" data-point="" hidden>
            Point at the place
          </button>
          <Field name="type" label="Where in it" errors={errors}>
            {(control) => (
              <select {...control} className="select" defaultValue={typed.type ?? 'whole'}>
                {everyLocatorType.map((type) => (
                  <option key={type} value={type}>
                    {locatorTypes[type].label}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field name="at" label="Place" hint="Such as 4, 4 to 6, or 12:30" errors={errors}>
            {(control) => (
              <input {...control} className="input" autoComplete="off" maxLength={1000} defaultValue={typed.at} />
            )}
          </Field>
        </fieldset>
      )}
      <TextField
        name="body"
        label="Comment"
        hint="Markdown works."
        errors={errors}
        rows={5}
        maxLength={5000}
        value={typed.body}
      />
      <button type="submit" className="btn btn-primary">
        Send the comment
      </button>
    </form>
  );
}
