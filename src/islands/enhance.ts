/** The script of every page: it makes comfortable what works without it. */
import { copyFromField } from './copy-field.ts';
import './save-on-change.ts';

// A form that came back with errors says so at once to those who hear the page.
document.querySelector<HTMLElement>('[data-autofocus]')?.focus();

// What a link leads to is open, whether it stands in something closed or holds it.
function openTarget(hash: string): void {
  const target = document.getElementById(hash.slice(1));
  for (const held of target?.querySelectorAll<HTMLDetailsElement>(':scope > details') ?? []) held.open = true;
  for (let around = target?.closest('details'); around; around = around.parentElement?.closest('details'))
    around.open = true;
}
openTarget(location.hash);
addEventListener('hashchange', () => openTarget(location.hash));
// The same link pressed again changes no address.
document.addEventListener('click', ({ target }) => {
  const link = target instanceof Element ? target.closest<HTMLAnchorElement>('a[href^="#"]') : null;
  if (link) openTarget(link.hash);
});

// A file opens at its place on this page; held for a new tab, or without the viewer's code, on a page of its own.
document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[data-view]') : null;
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  import('./viewer/follow-link.ts').then(
    ({ followLink }) => followLink(link),
    () => {
      location.assign(link.href);
    },
  );
});

// Sending the same form twice by a double click helps nobody. `pageshow` gives the button back after the back button.
document.addEventListener('submit', (event) => {
  if (!(event.target instanceof HTMLFormElement) || event.target.method !== 'post' || event.defaultPrevented) return;
  const { target: form } = event;
  if (form.dataset.sent !== undefined) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = '';
});
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-sent]')) delete form.dataset.sent;
});

// Nothing of one person’s work stays in a browser that others use.
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-signs-out]')) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void import('./sign-out.ts').then(
      ({ signOut }) => signOut(form, form.dataset.signsOut ?? ''),
      () => form.submit(),
    );
  });
}

// Places in files are pointed at where a form asks for one.
if (document.querySelector('form[data-points]')) void import('./point-in-form.ts');

// Panes side by side take the widths that their reader wants.
if (document.querySelector('[data-split]')) void import('./split-panes.ts');

// Filters apply as soon as they are chosen.
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-submit-on-change]')) {
  form.addEventListener('change', (event) => {
    if (
      event.target instanceof HTMLSelectElement ||
      (event.target instanceof HTMLInputElement && event.target.type === 'checkbox')
    )
      form.requestSubmit();
  });
}

// Copies what a field holds; without the clipboard the field is there to be copied by hand.
for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
  const field = document.getElementById(button.dataset.copy ?? '');
  if (!(field instanceof HTMLInputElement) || !('clipboard' in navigator)) continue;
  copyFromField(button, field, navigator.clipboard);
}

// Every browser prints by itself; the button says that the page is made for it.
for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}
