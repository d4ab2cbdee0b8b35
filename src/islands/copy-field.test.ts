// @vitest-environment jsdom
import { expect, it, vi } from 'vitest';
import { copyFromField } from './copy-field.ts';

function place(writeText: (text: string) => Promise<void>) {
  document.body.innerHTML =
    '<div class="share-copy"><input id="address" value="https://a.example/1" readonly><button type="button" hidden>Copy link</button></div>';
  const [button, field] = [document.querySelector('button')!, document.querySelector('input')!];
  copyFromField(button, field, { writeText });
  return { button, field, status: document.querySelector('[role=status]')! };
}

it('copies what the field holds, and says so', async () => {
  const writeText = vi.fn(async () => undefined);
  const { button } = place(writeText);
  expect(button.hidden).toBe(false);
  button.click();
  await expect.poll(() => button.textContent).toBe('Copied');
  expect(writeText).toHaveBeenCalledWith('https://a.example/1');
});

it('selects the text and says what to do where copying is not allowed', async () => {
  const { button, field, status } = place(() => Promise.reject(new DOMException('denied', 'NotAllowedError')));
  button.click();
  await expect.poll(() => status.textContent).toContain('copy it with the keyboard');
  expect(document.activeElement).toBe(field);
  expect([field.selectionStart, field.selectionEnd]).toEqual([0, field.value.length]);
  expect(button.textContent).toBe('Copy link');
});
