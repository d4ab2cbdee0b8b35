import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { type SaveAnswer, type SavedContent, createSaver } from './saver.ts';

const blank: SavedContent = { choice: null, condition: '', comment: '', places: [], note: '', revision: 0, was: '' };
const lost: SaveAnswer = { ok: false, reason: 'unreachable', message: 'No connection.' };

it('tries at once when the network came back while a try from before was failing', async () => {
  const answers: ((answer: SaveAnswer) => void)[] = [];
  const send = () => new Promise<SaveAnswer>((resolve) => answers.push(resolve));
  const saver = createSaver(blank, { send, onChange: () => undefined });
  saver.edit({ ...blank, comment: 'Seen' }, 0);
  void saver.settle();
  answers[0]?.(lost);
  await setImmediate();
  expect([saver.view().state, answers.length]).toEqual(['unreachable', 1]);
  saver.retry();
  expect(answers).toHaveLength(2);
  // This second one began without a network, and fails only now.
  saver.retry();
  answers[1]?.(lost);
  await setImmediate();
  expect(answers).toHaveLength(3);
  answers[2]?.(lost);
  await setImmediate();
  expect(answers).toHaveLength(3);
});

it('does so where the very first try is the one that fails', async () => {
  const answers: ((answer: SaveAnswer) => void)[] = [];
  const send = () => new Promise<SaveAnswer>((resolve) => answers.push(resolve));
  const saver = createSaver(blank, { send, onChange: () => undefined });
  saver.edit({ ...blank, comment: 'Seen' }, 0);
  void saver.settle();
  saver.retry();
  answers[0]?.(lost);
  await setImmediate();
  expect(answers).toHaveLength(2);
});
