import type { UploadItem } from './upload-item.ts';

/** Why files were not taken, each with what to do instead. */
export function UploadRefusals({ id, items }: { id: string; items: readonly UploadItem[] }) {
  const refused = items.filter(({ state }) => state === 'refused');
  if (refused.length === 0) return null;
  return (
    <div role="alert" id={id} className="upload-said">
      {refused.map((item) => (
        <p key={item.id} className="field-error">
          {item.message}
        </p>
      ))}
    </div>
  );
}
