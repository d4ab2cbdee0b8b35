/**
 * The divider between two panes: dragged with the mouse or a finger, moved with the arrows, Page Up and Down, Home and
 * End, and set back by a double click or Enter. Where it stands is kept in this browser.
 */
import { keepSetting, readSetting } from './setting.ts';

const usual = 52;
const least = 25;
const most = 75;

for (const panes of document.querySelectorAll<HTMLElement>('[data-split]')) {
  const divider = panes.querySelector<HTMLElement>(':scope > [role=separator]');
  const setting = panes.dataset.split ?? '';
  if (!divider) continue;

  let now = usual;
  const place = (percent: number, keeps = true) => {
    now = Math.min(most, Math.max(least, Math.round(percent)));
    panes.style.setProperty('--split', `${now}%`);
    divider.setAttribute('aria-valuenow', String(now));
    divider.setAttribute('aria-valuetext', `${now} per cent`);
    if (keeps) keepSetting(setting, String(now));
  };
  const kept = Number(readSetting(setting));
  place(kept > 0 ? kept : usual, false);
  divider.hidden = false;

  const steps: Record<string, () => number> = {
    ArrowLeft: () => now - 2,
    ArrowRight: () => now + 2,
    PageDown: () => now - 10,
    PageUp: () => now + 10,
    Home: () => least,
    End: () => most,
    Enter: () => usual,
  };
  divider.addEventListener('keydown', (event) => {
    const step = steps[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    place(step());
  });
  divider.addEventListener('dblclick', () => {
    place(usual);
  });
  divider.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    divider.focus();
    divider.setPointerCapture(event.pointerId);
  });
  divider.addEventListener('pointermove', (event) => {
    if (!divider.hasPointerCapture(event.pointerId)) return;
    const { left, width } = panes.getBoundingClientRect();
    place(((event.clientX - left) / width) * 100);
  });
}
