/** Forms with `data-points` name a place in a file: it is pointed at in the viewer, which then fills in the fields. */
import { locatorTypesFor } from '#domain/evidence/locator-fit.ts';
import { parseLocator, typeLocator } from '#domain/evidence/locator.ts';
import { openViewer } from './viewer/open-viewer.ts';

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-points]')) {
  const file = form.querySelector<HTMLSelectElement>('select[name=file]');
  const type = form.querySelector<HTMLSelectElement>('select[name=type]');
  const at = form.querySelector<HTMLInputElement>('input[name=at]');
  const button = form.querySelector<HTMLButtonElement>('button[data-point]');
  if (!file || !type || !at || !button) continue;
  const chosen = () => {
    const option = file.selectedOptions[0];
    if (!option || option.value === '') return undefined;
    const kind = option.dataset.kind === 'link' ? ('link' as const) : ('file' as const);
    return { id: option.value, name: option.text, kind, mediaType: option.dataset.media ?? null };
  };
  /** Only what this file can have; what was chosen stays as long as it can. */
  const fit = () => {
    const artifact = chosen();
    const allowed: readonly string[] | undefined = artifact && locatorTypesFor(artifact);
    for (const option of type.options) option.hidden = option.disabled = allowed?.includes(option.value) === false;
    if (type.selectedOptions[0]?.disabled) type.value = 'whole';
    button.hidden = artifact?.kind !== 'file';
  };
  fit();
  file.addEventListener('change', fit);
  button.addEventListener('click', () => {
    const artifact = chosen();
    if (!artifact) return;
    const allowed = locatorTypesFor(artifact);
    const now = allowed.find((one) => one === type.value);
    const typed = now && parseLocator(now, at.value);
    void openViewer({
      artifact,
      filesUrl: '/artifacts',
      ...(typed?.ok && { locator: typed.locator }),
      pick: {
        allowed,
        onPick(locator) {
          type.value = locator.type;
          at.value = typeLocator(locator);
        },
      },
    });
  });
}
