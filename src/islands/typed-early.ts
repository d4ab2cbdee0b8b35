type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/**
 * What was typed or chosen before the page's script had come: bringing a form to life would set it back to what was saved.
 * Call it before; call what it returns once the form lives, and it hears of each change as if it were made then.
 */
export function rememberTyped(root: HTMLElement): () => void {
  const replays = [...root.querySelectorAll<Field>('input, textarea, select')].flatMap(replayOf);
  return () => {
    for (const replay of replays) replay();
  };
}

function replayOf(field: Field): (() => void)[] {
  if (field instanceof HTMLSelectElement) {
    const { value } = field;
    const initial = [...field.options].find((option) => option.defaultSelected) ?? field.options[0];
    return value === initial?.value ? [] : [() => enter(field, value)];
  }
  if (field.type === 'radio' || field.type === 'checkbox') {
    const { checked, defaultChecked } = field as HTMLInputElement;
    const isChosen = field.type === 'checkbox' ? checked !== defaultChecked : checked && !defaultChecked;
    if (!isChosen) return [];
    return [
      () => {
        (field as HTMLInputElement).checked = !checked;
        field.click();
      },
    ];
  }
  if (field.type === 'file') {
    const isEmpty = ((field as HTMLInputElement).files?.length ?? 0) === 0;
    return isEmpty ? [] : [() => field.dispatchEvent(new Event('change', { bubbles: true }))];
  }
  const { value } = field;
  if (field.type === 'hidden' || value === field.defaultValue) return [];
  return [() => enter(field, value)];
}

/** React passes on only what differs from what it last saw in the field: so it sees the empty field first. */
function enter(field: Field, value: string): void {
  field.value = '';
  const own = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field) as object, 'value');
  own?.set?.call(field, value);
  field.dispatchEvent(new Event(field instanceof HTMLSelectElement ? 'change' : 'input', { bubbles: true }));
}
