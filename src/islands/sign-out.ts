import { countCopies, forgetCopies } from './editor/draft-store.ts';
import { forgetAllNames } from './privacy/kept-names.ts';
import { forgetDrafts } from './editor/forget-drafts.ts';

/**
 * Signs out and leaves nothing of a person’s work in this browser, which others may use. What was not saved yet would be
 * lost by that: then it asks.
 */
export async function signOut(form: HTMLFormElement, personId: string): Promise<void> {
  const copies = await countCopies(personId);
  if (copies > 0 && !(await isSure(copies))) return;
  window.dispatchEvent(new Event(forgetDrafts));
  await forgetCopies(personId);
  forgetAllNames();
  form.submit();
}

function isSure(copies: number): Promise<boolean> {
  const dialog = document.createElement('dialog');
  dialog.className = 'sign-out-dialog';
  dialog.setAttribute('aria-labelledby', 'sign-out-title');
  const title = Object.assign(document.createElement('h2'), {
    id: 'sign-out-title',
    textContent: 'Some of your work is not saved yet',
  });
  const text = document.createElement('p');
  const what = copies === 1 ? 'One draft is' : `${copies} drafts are`;
  text.textContent = `${what} kept only in this browser. Signing out removes it, so that nobody else finds it here. To save it, stay signed in, go back online and open the draft.`;
  const form = Object.assign(document.createElement('form'), { method: 'dialog', className: 'actions' });
  form.append(button('Stay signed in', 'stay', 'btn btn-primary'), button('Sign out and lose it', 'leave', 'btn'));
  dialog.append(title, text, form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'leave');
    });
  });
}

function button(label: string, value: string, className: string): HTMLButtonElement {
  return Object.assign(document.createElement('button'), { type: 'submit', textContent: label, value, className });
}
