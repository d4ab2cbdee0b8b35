/**
 * Forms with `data-save-on-change` save each choice at once, without leaving the page; the last choice counts. Their button
 * is for those without scripts, and comes back when a choice could not be saved.
 */
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-save-on-change]')) {
  const button = form.querySelector<HTMLButtonElement>('[data-save-by-hand]');
  const status = form.querySelector('[role=status]');
  if (button) button.hidden = true;
  let saving = Promise.resolve();
  let asked = 0;

  const save = async (serial: number): Promise<void> => {
    if (serial !== asked) return;
    const fields = [...new FormData(form)].filter((field): field is [string, string] => typeof field[1] === 'string');
    const isSaved = await send(form.action, new URLSearchParams(fields));
    if (serial !== asked) return;
    if (button) button.hidden = isSaved;
    if (status) status.textContent = isSaved ? 'Saved' : 'This could not be saved. Try again, or press the button.';
  };
  form.addEventListener('change', () => {
    asked += 1;
    const serial = asked;
    saving = saving.then(() => save(serial));
  });
}

async function send(url: string, body: URLSearchParams): Promise<boolean> {
  try {
    const headers = { accept: 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body, keepalive: true, redirect: 'error' });
    return response.ok;
  } catch {
    return false;
  }
}
