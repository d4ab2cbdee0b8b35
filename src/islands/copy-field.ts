/** Two seconds are enough to read one word. */
const shownFor = 2000;

/**
 * Has a button copy what a field holds. Where the browser or its owner does not allow that, the text is selected and its reader told
 * to copy it by hand.
 */
export function copyFromField(
  button: HTMLButtonElement,
  field: HTMLInputElement,
  clipboard: Pick<Clipboard, 'writeText'>,
) {
  const label = button.textContent;
  const status = document.createElement('span');
  status.className = 'meta';
  status.setAttribute('role', 'status');
  (button.closest('.share-copy') ?? button).after(status);
  button.hidden = false;
  button.addEventListener('click', async () => {
    try {
      await clipboard.writeText(field.value);
    } catch {
      field.focus();
      field.select();
      status.textContent = 'The browser does not allow copying. It is selected: copy it with the keyboard or the menu.';
      return;
    }
    status.textContent = '';
    button.textContent = 'Copied';
    setTimeout(() => (button.textContent = label), shownFor);
  });
}
